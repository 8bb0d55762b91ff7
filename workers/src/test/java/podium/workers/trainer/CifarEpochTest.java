package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.training.TrainingSettings;
import podium.workers.training.data.catalog.DatasetSettings;

/** Trains on real data sets at their real size; minutes, so only when asked for. */
@Tag("slow")
final class CifarEpochTest {
  @TempDir private Path folder;

  private List<EpochResult> train(String model, Limits limits, Map<String, Object> recipe) {
    Path zip = Path.of(System.getProperty("podium.test.data"), "cifar10-jpg.zip");
    Assumptions.assumeTrue(
        Files.exists(zip) || "true".equals(System.getenv("CI")), "needs the real data sets");
    var cifar =
        new DatasetSettings("cifar", DatasetSettings.Kind.IMAGE_FOLDER, Optional.of(zip), 0);
    var training =
        new TrainingSettings(
            folder.resolve("checkpoints"), folder.resolve("cache"), List.of(cifar), 2, "cpu:0");
    List<EpochResult> epochs = new ArrayList<>();
    try (ProcessTrainer trainer = new ProcessTrainer(new ProcessSettings(training, "", 1024))) {
      TrialSpec spec = new TrialSpec(model, 1, "cifar", "none", Recipe.of(recipe), limits);
      trainer.train(
          new Assignment(new TrialId(model + "-1.1"), 1, spec, List.of()),
          event -> {
            System.err.println(event);
            if (event instanceof TrainerEvent.EpochCompleted completed) {
              epochs.add(completed.result());
            }
          });
    }
    return epochs;
  }

  @Test
  void resnet18_afterOneEpochOfCifar10_isRightForEverySecondImage() {
    List<EpochResult> epochs = train("resnet18", Limits.NONE, Map.of("epochs", 1L));

    assertThat(epochs).hasSize(1);
    assertThat(epochs.getFirst().test().orElseThrow().accuracy()).isGreaterThan(0.5);
  }

  @Test
  void vgg16AndAlexnet_at64Pixels_fitIntoMemory() {
    for (String model : List.of("vgg16", "alexnet")) {
      Map<String, Object> recipe =
          Map.of("epochs", 1L, "imageSize", 64L, "batchSize", 64L, "learningRate", 1e-4);

      assertThat(train(model, Limits.ofImages(640), recipe)).as(model).hasSize(1);
    }
  }
}
