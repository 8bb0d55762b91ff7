package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.TrainingSettings;
import podium.workers.training.checkpoint.CheckpointRetention;
import podium.workers.training.data.DatasetSettings;

/**
 * Kills real trainer processes at seeded moments, from their start to the end of an epoch, and sees
 * to it that every epoch comes to the very state that an unharmed process came to.
 */
final class ExactResumeTest {
  private static final long SEED = 20261125;
  private static final int EPOCHS = 4;

  @TempDir private Path folder;
  private final ScheduledExecutorService killer = Executors.newSingleThreadScheduledExecutor();
  private ProcessTrainer trainer;
  private final AtomicInteger kills = new AtomicInteger();

  @BeforeEach
  void start() {
    var digits = new DatasetSettings("digits", DatasetSettings.Kind.DIGITS, Optional.empty(), 0);
    var training =
        new TrainingSettings(home(), folder.resolve("cache"), List.of(digits), 1, "cpu:0");
    trainer = new ProcessTrainer(new ProcessSettings(training, "", 512));
  }

  @AfterEach
  void close() {
    killer.shutdownNow();
    trainer.close();
  }

  private Path home() {
    return folder.resolve("checkpoints");
  }

  /** AlexNet drops out, ResNet and MobileNetV2 have batch norm, MobileNetV2 both; all augment. */
  @ParameterizedTest
  @Tag("slow")
  @CsvSource({"alexnet,sgd", "resnet18,adam", "resnet18,sgd", "mobilenet_v2,adam"})
  void trial_killedAtTwentyMoments_endsWithTheStateOfOneNeverKilled(
      String model, String optimizer) {
    survives(spec(model, optimizer), 20, Duration.ofSeconds(8));
  }

  @Test
  void trial_killedTwice_endsWithTheStateOfOneNeverKilled() {
    survives(spec("mobilenet_v2", "adam"), 2, Duration.ofSeconds(4));
  }

  private static TrialSpec spec(String model, String optimizer) {
    Recipe recipe =
        Recipe.of(
            Map.of(
                "epochs",
                (long) EPOCHS,
                "batchSize",
                16L,
                "optimizer",
                optimizer,
                "learningRate",
                1e-3,
                "cropPadding",
                2L,
                "horizontalFlip",
                true,
                "schedule",
                "cosine"));
    return new TrialSpec(model, 7, "digits", "none", recipe, Limits.ofImages(64));
  }

  private void survives(TrialSpec spec, int wanted, Duration longest) {
    List<String> unharmed =
        train("unharmed", spec, 1, List.of()).stream().map(EpochResult::stateHash).toList();
    assertThat(unharmed).hasSize(EPOCHS);
    Random moments = new Random(SEED);
    for (int trial = 1; kills.get() < wanted; trial++) {
      List<EpochResult> epochs = new ArrayList<>();
      for (int attempt = 1; epochs.size() < EPOCHS; attempt++) {
        if (kills.get() < wanted) {
          killAfter(moments.nextInt((int) longest.toMillis()));
        }
        epochs.addAll(train("killed-" + trial, spec, attempt, references(epochs)));
      }
      assertThat(epochs).extracting(EpochResult::epoch).containsExactly(1, 2, 3, 4);
      assertThat(epochs).extracting(EpochResult::stateHash).containsExactlyElementsOf(unharmed);
    }
  }

  private void killAfter(int millis) {
    killer.schedule(
        () ->
            trainer
                .processId()
                .ifPresent(
                    pid -> {
                      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                      kills.incrementAndGet();
                    }),
        millis,
        TimeUnit.MILLISECONDS);
  }

  /** What a scheduler would name: the last ones, newest first. */
  private static List<CheckpointRef> references(List<EpochResult> epochs) {
    return epochs.reversed().stream().limit(3).map(EpochResult::checkpoint).toList();
  }

  private List<EpochResult> train(
      String trial, TrialSpec spec, int attempt, List<CheckpointRef> from) {
    List<EpochResult> epochs = new ArrayList<>();
    CheckpointRetention retention = new CheckpointRetention(home(), 0);
    trainer.train(
        new Assignment(trial, attempt, spec, from),
        event -> {
          if (event instanceof TrainerEvent.EpochCompleted epoch) {
            epochs.add(epoch.result());
            retention.acknowledged(trial, attempt, epoch.result().epoch());
          } else if (event instanceof TrainerEvent.Ended ended
              && ended.outcome() != Outcome.SUCCEEDED) {
            assertThat(ended.message()).startsWith("trainer process ended with code 137");
          }
        });
    return epochs;
  }
}
