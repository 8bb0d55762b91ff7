package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.TrainingSettings;
import podium.workers.training.checkpoint.CheckpointRetention;
import podium.workers.training.data.catalog.DatasetSettings;

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
  private final AtomicInteger resumed = new AtomicInteger();
  private final List<Long> planned = new ArrayList<>();

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

  /**
   * AlexNet, VGG, GoogLeNet and Inception drop out, ResNet, GoogLeNet and Inception have batch
   * norm, MobileNetV2 both; all augment.
   */
  @ParameterizedTest
  @Tag("slow")
  @CsvSource({
    "alexnet,sgd,digits,64,64",
    "vgg11,sgd,dark-or-bright,8,32",
    "vgg19_bn_cifar,adam,dark-or-bright,16,32",
    "googlenet,adam,dark-or-bright,32,32",
    "inception_v3,sgd,dark-or-bright,8,75",
    "resnet18,adam,digits,64,32",
    "resnet18,sgd,digits,64,32",
    "mobilenet_v2,adam,digits,64,32"
  })
  void trial_killedAtTwentyMoments_endsWithTheStateOfOneNeverKilled(
      String model, String optimizer, String dataset, int images, long imageSize) {
    survives(
        spec(model, optimizer, dataset, images, imageSize),
        20,
        SEED + (model + optimizer).hashCode());
    assertThat(resumed).as("attempts that went on from a checkpoint").hasPositiveValue();
  }

  @Test
  void trial_killedTwice_endsWithTheStateOfOneNeverKilled() {
    survives(spec("mobilenet_v2", "adam", "digits", 64, 32), 2, SEED);
  }

  /** Everything beside the weights that the next epoch may depend on. */
  @ParameterizedTest
  @ValueSource(strings = {"ema", "lookahead"})
  void record_killedTwice_endsWithTheStateOfOneNeverKilled(String average) {
    Map<String, Object> fields =
        new HashMap<>(
            Map.of(
                "optimizer",
                "muon",
                "learningRate",
                0.2,
                "nesterov",
                true,
                "headLearningRate",
                10.0,
                "biasLearningRate",
                1.0,
                "firstLayerEpochs",
                2L,
                "weightDecay",
                0.01,
                "schedule",
                "triangle",
                "average",
                average,
                "averageEvery",
                3L));
    fields.putAll(
        Map.of(
            "batchSize",
            32L,
            "microBatch",
            16L,
            "cropPadding",
            2L,
            "paddingMode",
            "reflect",
            "horizontalFlip",
            true,
            "alternatingFlip",
            true,
            "testAugmentation",
            "mirror-shift",
            "epochs",
            (long) EPOCHS));
    String model = "airbench(widthMultiplier=0.25)";
    survives(
        new TrialSpec(model, 7, "digits", "none", Recipe.of(fields), Limits.ofImages(144)),
        2,
        SEED + average.hashCode());
  }

  /** Its checkpoint of 134 MB is on its way to disk while the next epoch trains. */
  @Test
  void trial_killedEachTimeTheNextEpochWasTrained_endsWithTheStateOfOneNeverKilled() {
    TrialSpec spec = spec("resnet18", "adam", "digits", 64, 32);
    List<String> unharmed = stateHashes(train("unharmed", spec, 1, List.of()));
    List<EpochResult> epochs = new ArrayList<>();
    for (int attempt = 1; epochs.size() < EPOCHS; attempt++) {
      boolean kills = attempt <= 3;
      int next = epochs.size() + 2;
      epochs.addAll(
          train(
              "killed",
              spec,
              attempt,
              references(epochs),
              event -> {
                if (kills && event instanceof TrainerEvent.Progress it && it.epoch() == next) {
                  trainer.processId().ifPresent(ExactResumeTest::kill);
                }
              }));
    }
    assertThat(epochs).extracting(EpochResult::epoch).containsExactly(1, 2, 3, 4);
    assertThat(stateHashes(epochs)).isEqualTo(unharmed);
  }

  private static TrialSpec spec(
      String model, String optimizer, String dataset, int images, long imageSize) {
    Map<String, Object> fields =
        new HashMap<>(
            Map.of(
                "epochs",
                (long) EPOCHS,
                "batchSize",
                images / 4L,
                "imageSize",
                imageSize,
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
    if (model.equals("vgg11")) {
      // why: its 129 million parameters alone make a checkpoint of half a gigabyte
      fields.put("momentum", 0.0);
    }
    return new TrialSpec(model, 7, dataset, "none", Recipe.of(fields), Limits.ofImages(images));
  }

  private void survives(TrialSpec spec, int wanted, long seed) {
    long start = System.nanoTime();
    List<String> unharmed = stateHashes(train("unharmed", spec, 1, List.of()));
    Duration longest = Duration.ofNanos(System.nanoTime() - start);
    assertThat(unharmed).hasSize(EPOCHS).doesNotHaveDuplicates();
    discard("unharmed");
    // why: a trainer at work is warm, and would end before most of the moments
    trainer
        .processId()
        .ifPresent(
            pid -> {
              kill(pid);
              ProcessHandle.of(pid).ifPresent(child -> child.onExit().join());
            });
    Random moments = new Random(seed);
    for (int trial = 1; kills.get() < wanted; trial++) {
      List<EpochResult> epochs = new ArrayList<>();
      for (int attempt = 1; epochs.size() < EPOCHS; attempt++) {
        if (kills.get() < wanted) {
          killAfter((long) (moments.nextDouble() * longest.toMillis()));
        }
        epochs.addAll(train("killed-" + trial, spec, attempt, references(epochs)));
      }
      assertThat(epochs).extracting(EpochResult::epoch).containsExactly(1, 2, 3, 4);
      assertThat(stateHashes(epochs)).isEqualTo(unharmed);
      discard("killed-" + trial);
    }
    System.err.printf(
        "%s %s: seed %d, kills after %s ms, %d attempts resumed, unharmed %d ms, all %d s%n",
        spec.model(),
        spec.recipe().optimizer(),
        seed,
        planned,
        resumed.get(),
        longest.toMillis(),
        Duration.ofNanos(System.nanoTime() - start).toSeconds());
  }

  private static List<String> stateHashes(List<EpochResult> epochs) {
    return epochs.stream().map(EpochResult::stateHash).toList();
  }

  private void killAfter(long millis) {
    planned.add(millis);
    killer.schedule(
        () ->
            trainer
                .processId()
                .ifPresent(
                    pid -> {
                      kill(pid);
                      kills.incrementAndGet();
                    }),
        millis,
        TimeUnit.MILLISECONDS);
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  /** Deletes a trial's checkpoints, lest those of all trials fill the disk. */
  private void discard(String trial) {
    try (Stream<Path> paths = Files.walk(home().resolve(trial + "-1.1"))) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a scheduler would name: the last ones, newest first. */
  private static List<CheckpointRef> references(List<EpochResult> epochs) {
    return epochs.reversed().stream().limit(3).map(EpochResult::checkpoint).toList();
  }

  private List<EpochResult> train(
      String trial, TrialSpec spec, int attempt, List<CheckpointRef> from) {
    return train(trial, spec, attempt, from, event -> {});
  }

  private List<EpochResult> train(
      String trial,
      TrialSpec spec,
      int attempt,
      List<CheckpointRef> from,
      Consumer<TrainerEvent> also) {
    List<EpochResult> epochs = new ArrayList<>();
    CheckpointRetention retention = new CheckpointRetention(home(), 0);
    trainer.train(
        new Assignment(new TrialId(trial + "-1.1"), attempt, spec, from),
        event -> {
          also.accept(event);
          if (event instanceof TrainerEvent.EpochCompleted epoch) {
            epochs.add(epoch.result());
            retention.acknowledged(new TrialId(trial + "-1.1"), attempt, epoch.result().epoch());
          } else if (event instanceof TrainerEvent.Started started
              && started.resumedFromEpoch() > 0) {
            resumed.incrementAndGet();
          } else if (event instanceof TrainerEvent.Ended ended
              && ended.outcome() != Outcome.SUCCEEDED) {
            assertThat(ended.message()).contains("killed from outside (SIGKILL)");
          }
        });
    return epochs;
  }
}
