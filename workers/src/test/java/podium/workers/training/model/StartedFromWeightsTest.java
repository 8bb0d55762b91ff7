package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.experiment.ModelChoice;
import podium.workers.training.pretrained.PretrainedWeights;
import podium.workers.training.pretrained.StateDicts;
import podium.workers.training.pretrained.WeightsSettings;
import podium.workers.training.safetensors.ElementType;
import podium.workers.training.safetensors.SafetensorsWriter;
import podium.workers.training.safetensors.SafetensorsWriter.Part;

/**
 * Models started from files with torchvision's names and shapes, filled by the golden formula: they
 * must give the logits that torchvision gave of these weights.
 */
final class StartedFromWeightsTest {
  private static final double CLOSE = 1e-3;
  private static final int OTHER_CLASSES = 7;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "alexnet,classifier.6,false",
    "googlenet,fc,true",
    "inception_v3,fc,true",
    "mobilenet_v2,classifier.1,false",
    "resnet18,fc,false"
  })
  void weights_ofTorchvision_giveItsLogitsAndFitOtherClasses(
      String model, String head, boolean transforms) throws IOException {
    check(GoldenFile.kept(model), head, transforms);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"vgg16,classifier.6,false", "vgg19_bn,classifier.6,false", "resnet50,fc,false"})
  void weights_ofLargeModels_giveTorchvisionsLogitsAndFitOtherClasses(
      String model, String head, boolean transforms) throws IOException {
    check(GoldenFile.kept(model), head, transforms);
  }

  private void check(GoldenFile golden, String head, boolean transforms) throws IOException {
    Path file = folder.resolve("weights.safetensors");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      write(file, golden, manager);
      Network filled = network(golden, golden.classes(), manager);
      fill(filled, golden.model(), file);
      assertLogits(golden, filled, transforms, manager);

      Network other = network(golden, OTHER_CLASSES, manager);
      fill(other, golden.model(), file);
      assertHeadAloneIsDrawn(head, other, filled, network(golden, OTHER_CLASSES, manager), manager);
    }
  }

  private static void assertLogits(
      GoldenFile golden, Network filled, boolean transforms, NDManager manager) {
    NDArray wanted = manager.zeros(golden.input(), DataType.FLOAT32);
    GoldenFormula.fill("input", wanted);
    Network started = filled.startedFromWeights(definition(golden));
    double[] expected = golden.logits();
    double allowed = CLOSE * Arrays.stream(expected).map(Math::abs).max().orElseThrow();

    NDArray given = transforms ? beforeTransform(wanted) : wanted;
    float[] logits = started.forward(given, false).toFloatArray();
    assertThat(logits).hasSize(expected.length);
    for (int i = 0; i < logits.length; i++) {
      assertThat((double) logits[i]).as("logit %d", i).isCloseTo(expected[i], within(allowed));
    }

    float[] untouched = filled.forward(given, false).toFloatArray();
    double furthest = 0;
    for (int i = 0; i < untouched.length; i++) {
      furthest = Math.max(furthest, Math.abs(untouched[i] - expected[i]));
    }
    if (transforms) {
      assertThat(furthest).as("the transform is felt").isGreaterThan(10 * allowed);
    } else {
      assertThat(furthest).as("nothing is transformed").isLessThan(allowed);
    }
  }

  /**
   * Images that torchvision's {@code transform_input} brings to these: it takes channel values v to
   * v * deviation / 0.5 + (mean - 0.5) / 0.5.
   */
  private static NDArray beforeTransform(NDArray wanted) {
    Shape channels = new Shape(1, 3, 1, 1);
    NDManager manager = wanted.getManager();
    NDArray means = manager.create(new float[] {-0.03f, -0.088f, -0.188f}, channels);
    NDArray deviations = manager.create(new float[] {0.458f, 0.448f, 0.45f}, channels);
    return wanted.sub(means).div(deviations);
  }

  private static void assertHeadAloneIsDrawn(
      String head, Network other, Network filled, Network drawn, NDManager manager) {
    List<String> replaced = new ArrayList<>();
    for (int i = 0; i < other.state().size(); i++) {
      StateEntry entry = other.state().get(i);
      boolean ofHead = entry.name().startsWith(head + ".");
      if (ofHead) {
        replaced.add(entry.name());
      }
      StateEntry expected = (ofHead ? drawn : filled).state().get(i);
      assertThat(entry.name()).isEqualTo(expected.name());
      assertThat(entry.parameter().getArray().contentEquals(expected.parameter().getArray()))
          .as(entry.name())
          .isTrue();
    }
    assertThat(replaced).containsExactly(head + ".weight", head + ".bias");
    NDArray images = manager.ones(new Shape(1, 3, 96, 96));
    assertThat(other.forward(images, false).getShape()).isEqualTo(new Shape(1, OTHER_CLASSES));
  }

  /** With counts of batches, and of auxiliary classifiers what torchvision's files have more. */
  private static void write(Path file, GoldenFile golden, NDManager manager) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (Map.Entry<String, Shape> tensor : golden.shapes().entrySet()) {
      String name = tensor.getKey();
      NDArray array = manager.zeros(tensor.getValue(), DataType.FLOAT32);
      GoldenFormula.fill(name, array);
      parts.add(
          new Part(
              name,
              ElementType.F32,
              Arrays.stream(tensor.getValue().getShape()).boxed().toList(),
              sink -> sink.take(array.toByteBuffer(false))));
      if (name.endsWith("running_var")) {
        parts.add(StateDicts.count(name.replace("running_var", "num_batches_tracked"), 3));
      }
    }
    switch (golden.model()) {
      case "googlenet" -> parts.add(StateDicts.numbers("aux1.fc2.weight", 1, 2));
      case "inception_v3" -> parts.add(StateDicts.numbers("AuxLogits.fc.weight", 1, 2));
      default -> {}
    }
    SafetensorsWriter.write(file, new TreeMap<>(), parts);
  }

  private void fill(Network network, String model, Path file) {
    var settings =
        new WeightsSettings(
            "imagenet", model, Optional.of(file), Optional.empty(), Optional.empty());
    new PretrainedWeights(List.of(settings), folder.resolve("cache"))
        .fill(network.state(), "imagenet", model, doing -> {});
  }

  private static Network network(GoldenFile golden, int classes, NDManager manager) {
    ModelDefinition model = definition(golden);
    ModelOptions options = ModelOptions.of(model, ModelChoice.of(golden.model()), classes, true);
    int size = Math.toIntExact(golden.input().get(2));
    return Network.create(model, options, size, 1, manager, DataType.FLOAT32);
  }

  private static ModelDefinition definition(GoldenFile golden) {
    return ModelCatalog.load().find(golden.model()).orElseThrow();
  }
}
