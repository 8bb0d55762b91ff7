package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.domain.TrainerEvent.Ended;
import podium.workers.domain.TrainerEvent.EpochCompleted;
import podium.workers.domain.TrainerEvent.Preparing;

/** What becomes of an attempt whose folders cannot be read or written; a file is in their way. */
final class BrokenDiskTest {
  @TempDir private Path folder;
  private final List<TrainerEvent> events = new ArrayList<>();

  private Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  private static Assignment assignment(int epochs, List<CheckpointRef> from) {
    Recipe recipe = Recipe.of(Map.of("epochs", (long) epochs, "batchSize", 8L));
    TrialSpec spec =
        new TrialSpec(
            "mobilenet_v2(widthMultiplier=0.25)",
            1,
            "digits",
            "none",
            recipe,
            new Limits(16, 3600, 3600));
    return new Assignment(new TrialId("t-1.1"), 1, spec, from);
  }

  private Ended train(Assignment assignment, Consumer<TrainerEvent> also) {
    new InProcessTrainer(InProcessTrainerTest.settings(folder))
        .train(
            assignment,
            event -> {
              events.add(event);
              also.accept(event);
            });
    return (Ended) events.getLast();
  }

  private List<String> doings() {
    return events.stream()
        .filter(Preparing.class::isInstance)
        .map(event -> ((Preparing) event).what())
        .distinct()
        .toList();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean waits(TrainerEvent event) {
    return event instanceof Preparing preparing && preparing.what().startsWith("waits ");
  }

  @Test
  void folderThatCannotBeWritten_isWaitedForInWordsAndTheAttemptGoesOnByItself()
      throws IOException {
    Files.writeString(checkpoints(), "in the way");

    Ended ended =
        train(
            assignment(1, List.of()),
            event -> {
              if (waits(event)) {
                delete(checkpoints());
              }
            });

    assertThat(ended.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(doings().getFirst())
        .startsWith("waits until " + checkpoints() + " can be written (");
  }

  @Test
  void folderThatStopsTakingFiles_isWaitedForAtTheEpochsEndAndNothingIsTrainedTwice() {
    Path moved = folder.resolve("moved");
    List<Integer> epochs = new ArrayList<>();
    Ended ended =
        train(
            assignment(2, List.of()),
            event -> {
              try {
                if (event instanceof EpochCompleted done) {
                  epochs.add(done.result().epoch());
                  if (epochs.size() == 1) {
                    Files.move(checkpoints(), moved);
                    Files.writeString(checkpoints(), "in the way");
                  }
                } else if (waits(event)) {
                  delete(checkpoints());
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    assertThat(ended.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(epochs).containsExactly(1, 2);
    assertThat(events).anyMatch(BrokenDiskTest::waits);
  }

  @Test
  void stop_whileAFolderIsWaitedFor_endsTheAttempt() throws IOException {
    Files.writeString(checkpoints(), "in the way");
    InProcessTrainer trainer = new InProcessTrainer(InProcessTrainerTest.settings(folder));
    trainer.train(
        assignment(1, List.of()),
        event -> {
          events.add(event);
          if (waits(event)) {
            trainer.stop(Outcome.CANCELLED);
          }
        });
    assertThat(((Ended) events.getLast()).outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void checkpointThatTheDiskRefuses_costsInfrastructure() throws IOException {
    Files.createDirectories(checkpoints().resolve("t-1.1/1/epoch-1.json/in-the-way"));
    Ended ended = train(assignment(1, List.of()), event -> {});
    assertThat(ended.outcome()).isEqualTo(Outcome.FAILED_INFRASTRUCTURE);
    assertThat(ended.hopeless()).isFalse();
    assertThat(ended.message()).contains("see to space and rights of " + checkpoints());
  }

  @Test
  void checkpointsThatAreDamaged_areHopelessAtOnce_butNotThoseOfADiskThatIsAway()
      throws IOException {
    List<CheckpointRef> gone = List.of(new CheckpointRef(3, "t/1/epoch-3.safetensors", "00", 10));
    Files.createDirectories(checkpoints());
    Ended away = train(assignment(5, gone), event -> {});
    assertThat(away.outcome()).isEqualTo(Outcome.FAILED_INFRASTRUCTURE);
    assertThat(away.message()).contains("is not there", "whether it is mounted");

    Files.writeString(checkpoints().resolve("home.id"), "the-home");
    Ended damaged = train(assignment(5, gone), event -> {});
    assertThat(damaged.outcome()).isEqualTo(Outcome.FAILED_CODE);
    assertThat(damaged.hopeless()).isTrue();
    assertThat(damaged.message()).contains("Restore one, or publish the trial anew");
  }

  @Test
  void wait_countsForNoLimit() {
    AtomicLong nanos = new AtomicLong();
    StopSignal signal = new StopSignal(() -> nanos.getAndAdd(2_000_000_000L));
    signal.begin(new Limits(0, 30, 30));
    signal.beginEpoch(1);
    for (int i = 0; i < 10; i++) {
      signal.pause(java.time.Duration.ofNanos(1));
    }
    signal.check();
    signal.stop(Outcome.PREEMPTED);
    assertThat(signal.pause(java.time.Duration.ofHours(1))).isPositive();
  }
}
