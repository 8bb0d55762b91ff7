package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.domain.TrainerEvent.Ended;
import podium.workers.domain.TrainerEvent.EpochCompleted;
import podium.workers.domain.TrainerEvent.Progress;

/** What is trained and told while a checkpoint is on its way to a disk that takes its time. */
final class UnderwayTest {
  private static final int TASKS_OF_A_CHECKPOINT = 4;

  @TempDir private Path folder;
  private final List<TrainerEvent> events = new CopyOnWriteArrayList<>();
  private final SlowDisk disk = new SlowDisk();

  /** Does nothing of what it is given until it is told to go on. */
  private static final class SlowDisk implements Executor {
    private final List<Runnable> held = new ArrayList<>();
    private boolean goesOn;

    @Override
    public synchronized void execute(Runnable work) {
      if (goesOn) {
        Thread.ofPlatform().daemon().start(work);
      } else {
        held.add(work);
      }
    }

    synchronized void goOn() {
      goesOn = true;
      held.forEach(work -> Thread.ofPlatform().daemon().start(work));
      held.clear();
    }

    synchronized int held() {
      return held.size();
    }
  }

  private InProcessTrainer trainer() {
    return new InProcessTrainer(InProcessTrainerTest.settings(folder), System::nanoTime, disk);
  }

  private static Assignment assignment(long epochs) {
    Recipe recipe = Recipe.of(Map.of("epochs", epochs, "batchSize", 8L));
    return new Assignment(
        new TrialId("t-1.1"),
        1,
        new TrialSpec(
            "mobilenet_v2(widthMultiplier=0.25)", 1, "digits", "none", recipe, Limits.ofImages(16)),
        List.of());
  }

  private Path file(int epoch) {
    return folder.resolve("checkpoints/t-1.1/1/epoch-" + epoch + ".safetensors");
  }

  private Ended train(InProcessTrainer trainer, Assignment assignment, Consumer<Progress> second) {
    trainer.train(
        assignment,
        event -> {
          events.add(event);
          if (event instanceof Progress progress && progress.epoch() == 2) {
            second.accept(progress);
          }
          if (event instanceof EpochCompleted told) {
            assertThat(file(told.result().epoch())).exists();
          }
        });
    return (Ended) events.getLast();
  }

  private List<String> told() {
    return events.stream()
        .filter(event -> event instanceof EpochCompleted || event instanceof Progress)
        .map(
            event ->
                event instanceof EpochCompleted epoch
                    ? "told " + epoch.result().epoch()
                    : "trained " + ((Progress) event).epoch())
        .distinct()
        .toList();
  }

  @Test
  void epoch_whoseFileIsNotThere_letsTheNextOneTrainAndIsToldBeforeItsEnd() {
    Ended ended =
        train(
            trainer(),
            assignment(2),
            progress -> {
              assertThat(file(1)).doesNotExist();
              disk.goOn();
            });

    assertThat(ended).isEqualTo(new Ended(Outcome.SUCCEEDED, "all epochs are trained"));
    assertThat(told()).containsExactly("trained 1", "trained 2", "told 1", "told 2");
  }

  @Test
  void epoch_thatIsTrainedBeforeTheLastFileIsThere_waitsForIt() {
    InProcessTrainer trainer = trainer();
    Thread training =
        Thread.ofPlatform().start(() -> train(trainer, assignment(3), progress -> {}));

    await()
        .until(() -> told().contains("trained 2") && training.getState() == Thread.State.WAITING);
    assertThat(disk.held()).isEqualTo(TASKS_OF_A_CHECKPOINT);
    assertThat(told()).containsExactly("trained 1", "trained 2");
    disk.goOn();
    await().until(() -> events.getLast() instanceof Ended);
    assertThat(((Ended) events.getLast()).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(told()).containsSubsequence("told 1", "told 2", "told 3");
  }

  @Test
  void diskThatRefuses_whileTheNextEpochTrains_costsInfrastructureAndTellsNoEpoch() {
    Ended ended =
        train(
            trainer(),
            assignment(3),
            progress -> {
              try {
                Files.createDirectories(file(1).resolveSibling("epoch-1.json/in-the-way"));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              disk.goOn();
            });

    assertThat(ended.outcome()).isEqualTo(Outcome.FAILED_INFRASTRUCTURE);
    assertThat(ended.message()).contains("epoch-1.safetensors cannot be written", "see to space");
    assertThat(told()).doesNotContain("told 1", "told 2", "told 3");
    assertThat(file(1).resolveSibling("")).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void stop_whileAFileIsWritten_tellsItsEpochBeforeTheEnd() {
    InProcessTrainer trainer = trainer();
    Ended ended =
        train(
            trainer,
            assignment(3),
            progress -> {
              trainer.stop(Outcome.PREEMPTED);
              disk.goOn();
            });

    assertThat(ended.outcome()).isEqualTo(Outcome.PREEMPTED);
    assertThat(told()).endsWith("told 1").doesNotContain("trained 3");
  }

  @Test
  void stop_whileTheTestImagesAreScored_leavesNoFile() {
    disk.goOn();
    InProcessTrainer trainer = trainer();
    trainer.train(
        assignment(1),
        event -> {
          events.add(event);
          // why: the last step is told, and what comes next is the first batch of test images
          if (event instanceof Progress progress && progress.step() == progress.steps()) {
            trainer.stop(Outcome.CANCELLED);
          }
        });

    assertThat(((Ended) events.getLast()).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(told()).containsExactly("trained 1");
    assertThat(file(1).resolveSibling("")).doesNotExist();
  }

  @Test
  void memory_isThereForAFewBytes_andNotForMoreThanThereIs() {
    assertThat(MemoryUse.hasRoomFor(1 << 20)).isTrue();
    assertThat(MemoryUse.hasRoomFor(1L << 50)).isFalse();
  }
}
