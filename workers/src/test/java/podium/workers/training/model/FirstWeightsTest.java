package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.experiment.ModelChoice;
import podium.workers.training.random.Draws;

/**
 * First values against those that PyTorch drew once (first-weights.json): torchvision's models as
 * they initialise themselves, pytorch-cifar's by torch's defaults.
 */
final class FirstWeightsTest {
  private static final int DRAWN = 200 * Draws.COUNT;

  /** Moments of a sample; a kurtosis of 3 is that of a normal, of 1.8 that of a uniform. */
  private record Moments(double mean, double deviation, double largest, double kurtosis) {
    static Moments of(double[] values) {
      double mean = DoubleStream.of(values).average().orElseThrow();
      double square =
          DoubleStream.of(values).map(v -> Math.pow(v - mean, 2)).average().orElseThrow();
      double fourth =
          DoubleStream.of(values).map(v -> Math.pow(v - mean, 4)).average().orElseThrow();
      double largest = DoubleStream.of(values).map(Math::abs).max().orElseThrow();
      return new Moments(
          mean, Math.sqrt(square), largest, square == 0 ? 0 : fourth / square / square);
    }
  }

  static Stream<String> models() throws IOException {
    return reference().properties().stream().map(Map.Entry::getKey);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void firstValues_areOfPyTorchsDistributionAndScale(String label) throws IOException {
    List<StateEntry> state = state(label, 200);
    for (Map.Entry<String, JsonNode> expected : reference().get(label).properties()) {
      String name = expected.getKey();
      StateEntry entry = entry(state, name);
      JsonNode drawn = expected.getValue();
      int count = drawn.get("count").asInt();
      assertThat(entry.parameter().getShape().size()).as(name).isEqualTo(count);
      assertAlike(name, count, drawn, Moments.of(draw(entry.filling())));
    }
  }

  private static void assertAlike(String name, int count, JsonNode expected, Moments actual) {
    double deviation = expected.get("deviation").asDouble();
    // why: five standard errors of the difference; PyTorch's own sample may be small
    double spread = 5 * Math.sqrt(1.0 / count + 1.0 / DRAWN);
    assertThat(actual.mean())
        .as("mean of " + name)
        .isCloseTo(expected.get("mean").asDouble(), within(spread * deviation));
    assertThat(actual.deviation())
        .as("deviation of " + name)
        .isCloseTo(deviation, within(deviation * (spread + 0.005)));
    double kurtosis = expected.get("kurtosis").asDouble();
    assertThat(actual.kurtosis())
        .as("kurtosis of " + name)
        .isCloseTo(kurtosis, within(kurtosis == 0 ? 0 : 0.05 + 5 * spread));
    if (kurtosis > 0 && kurtosis < 2.4) {
      double largest = expected.get("largest").asDouble();
      assertThat(actual.largest())
          .as("bound of " + name)
          .isCloseTo(largest, within(largest * (0.001 + 10.0 / count)));
    }
  }

  @Test
  void inceptionWithoutBatchNorm_keepsTheScaleOfWhatComesIn() {
    List<StateEntry> state = state("inception_v3(batchNorm=false)", 5);
    Moments first = Moments.of(draw(entry(state, "Conv2d_1a_3x3.conv.weight").filling()));
    assertThat(first.deviation() / Math.sqrt(2.0 / (3 * 9))).isCloseTo(1, within(0.01));
    assertThat(first.kurtosis()).isCloseTo(3, within(0.1));
    assertThat(Moments.of(draw(entry(state, "Conv2d_1a_3x3.conv.bias").filling())).largest())
        .isZero();
  }

  private static double[] draw(Distribution filling) {
    Draws draws = new Draws(7);
    float[] drawn = new float[Draws.COUNT];
    return IntStream.range(0, DRAWN / Draws.COUNT)
        .mapToObj(
            turn -> {
              filling.next(draws, drawn);
              return IntStream.range(0, drawn.length).mapToDouble(i -> drawn[i]).toArray();
            })
        .flatMapToDouble(DoubleStream::of)
        .toArray();
  }

  private static StateEntry entry(List<StateEntry> state, String name) {
    return state.stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
  }

  private static List<StateEntry> state(String label, int classes) {
    ModelChoice choice = ModelChoice.of(label);
    ModelDefinition model = ModelCatalog.load().find(choice.name()).orElseThrow();
    ModelOptions options = ModelOptions.of(model, choice, classes, true);
    return ((TorchBlock) model.factory().create(options)).state();
  }

  private static JsonNode reference() throws IOException {
    try (InputStream file = FirstWeightsTest.class.getResourceAsStream("/first-weights.json")) {
      return new ObjectMapper().readTree(file);
    }
  }
}
