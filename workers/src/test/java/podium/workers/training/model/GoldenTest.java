package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.workers.training.tensor.Tensors;

/** Compares Podium's models with torchvision's, one golden file a case. */
final class GoldenTest {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"alexnet", "vgg16", "googlenet", "resnet18", "mobilenet_v2"})
  void model_filledByTheGoldenFormula_equalsTorchvision(String name) throws IOException {
    JsonNode golden = golden(name);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Network network = network(name, golden, manager, DataType.FLOAT32);

      assertThat(namesAndShapes(network)).isEqualTo(namesAndShapes(golden));
      assertThat(network.trainedParameters())
          .isEqualTo(golden.get("trainable_parameters").asLong());

      fillByFormula(network);
      NDArray images = manager.zeros(shape(golden.get("input_shape")));
      fillByFormula("input", images);
      double scale = assertLogitsEqual(golden, network.forward(images, false));
      assertFirstLossEquals(golden, network, images, scale);
    }
  }

  static Network network(String name, JsonNode golden, NDManager manager, DataType type) {
    ModelDefinition model = ModelCatalog.load().find(name).orElseThrow();
    ModelOptions options = new ModelOptions(golden.get("num_classes").asInt(), false);
    return Network.create(model, options, 64, 1, manager, type);
  }

  private static double assertLogitsEqual(JsonNode golden, NDArray logits) {
    List<Double> expected = new ArrayList<>();
    golden.get("eval_logits").forEach(row -> row.forEach(value -> expected.add(value.asDouble())));
    double scale = expected.stream().mapToDouble(Math::abs).max().orElseThrow();
    float[] actual = logits.toFloatArray();
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i] - expected.get(i))
          .as("logit %d", i)
          .isBetween(-1e-3 * scale, 1e-3 * scale);
    }
    return scale;
  }

  private static void assertFirstLossEquals(
      JsonNode golden, Network network, NDArray images, double scale) {
    try (var recorder = Engine.getInstance().newGradientCollector()) {
      NDArray logProbabilities = network.forward(images, true).logSoftmax(1);
      double sum = 0;
      JsonNode labels = golden.get("labels");
      for (int i = 0; i < labels.size(); i++) {
        sum -= logProbabilities.getFloat(i, labels.get(i).asLong());
      }
      assertThat(sum / labels.size() - golden.get("train").get("loss").asDouble())
          .as("first training loss")
          .isBetween(-1e-3 * scale, 1e-3 * scale);
    }
  }

  static void fillByFormula(Network network) {
    network.state().forEach(entry -> fillByFormula(entry.name(), entry.parameter().getArray()));
  }

  static void fillByFormula(String name, NDArray array) {
    GoldenFormula formula = new GoldenFormula(name, array.getShape());
    boolean wide = array.getDataType() == DataType.FLOAT64;
    int size = Math.toIntExact(array.size());
    ByteBuffer values = Tensors.allocate((long) size * array.getDataType().getNumOfBytes());
    IntStream.range(0, size)
        .parallel()
        .forEach(
            i -> {
              if (wide) {
                values.putDouble(i * Double.BYTES, formula.value(i));
              } else {
                values.putFloat(i * Float.BYTES, (float) formula.value(i));
              }
            });
    Tensors.write(array, values);
  }

  private static List<String> namesAndShapes(Network network) {
    return network.state().stream()
        .map(entry -> entry.name() + " " + entry.parameter().getShape())
        .toList();
  }

  private static List<String> namesAndShapes(JsonNode golden) {
    List<String> state = new ArrayList<>();
    golden.get("state").forEach(e -> state.add(e.get(0).asText() + " " + shape(e.get(1))));
    return state;
  }

  static Shape shape(JsonNode sizes) {
    long[] shape = new long[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = sizes.get(i).asLong();
    }
    return new Shape(shape);
  }

  static JsonNode golden(String name) throws IOException {
    try (InputStream file = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      return new ObjectMapper().readTree(file);
    }
  }
}
