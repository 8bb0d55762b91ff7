package podium.workers.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.Recording;
import podium.workers.training.torch.Torch;

/** A hundred steps of each optimizer, the rate constant or along a cosine, against PyTorch's. */
final class TorchOptimizersTest {
  private static final List<Shape> SHAPES =
      List.of(new Shape(3, 4), new Shape(5), new Shape(70_001), new Shape(1));
  private static final List<String> NAMES = List.of("a", "b", "c", "d");

  static Stream<Arguments> recipes() throws IOException {
    return StreamSupport.stream(Torch.golden("optimizers").spliterator(), false)
        .map(golden -> Arguments.of(golden.get("recipe"), golden.get("weights")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void hundredSteps_inDoublePrecision_equalTorchs(JsonNode recipe, JsonNode expected) {
    assertWeights(Torch.recipe(recipe), expected, DataType.FLOAT64, 1e-10);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void hundredSteps_asTrialsTrain_equalTorchsWithinATenthOfATenThousandth(
      JsonNode recipe, JsonNode expected) {
    assertWeights(Torch.recipe(recipe), expected, DataType.FLOAT32, 1e-5);
  }

  private static void assertWeights(
      Recipe recipe, JsonNode expected, DataType type, double tolerance) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      List<StateEntry> state = new ArrayList<>();
      List<NDArray> targets = new ArrayList<>();
      for (int k = 0; k < SHAPES.size(); k++) {
        NDArray values = Torch.formula(manager, SHAPES.get(k), 0.3, 2.0 * k);
        state.add(Torch.trained(NAMES.get(k), values, type));
        targets.add(Torch.formula(manager, SHAPES.get(k), 0.7, k).toType(type, false));
      }
      Updater updater = Updater.of(recipe, state, Kernels.load(manager));
      for (int step = 1; step <= recipe.epochs(); step++) {
        double move = 1 + 0.5 * Math.sin(0.1 * step);
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDArray loss = Recording.of(() -> loss(state, targets, move));
          try (Gradients gradients = updater.gradients(loss)) {
            updater.step(gradients, LearningRates.at(recipe, step, 1));
          }
        }
      }
      for (StateEntry entry : state) {
        assertClose(numbers(entry.parameter().getArray()), expected.get(entry.name()), tolerance);
      }
    }
  }

  private static NDArray loss(List<StateEntry> state, List<NDArray> targets, double move) {
    NDArray loss = distance(state.getFirst(), targets.getFirst(), move);
    for (int k = 1; k < targets.size(); k++) {
      loss = loss.add(distance(state.get(k), targets.get(k), move));
    }
    return loss;
  }

  private static NDArray distance(StateEntry entry, NDArray target, double move) {
    // why: DJL frees the number of mul(Number) at once, and torch would read it for gradients
    NDArray half = target.getManager().create(0.5).toType(target.getDataType(), false);
    return entry.parameter().getArray().sub(target.mul(move)).square().mul(half).sum();
  }

  private static double[] numbers(NDArray array) {
    return array.toType(DataType.FLOAT64, false).toDoubleArray();
  }

  private static void assertClose(double[] weights, JsonNode expected, double tolerance) {
    expected
        .get("values")
        .properties()
        .forEach(
            value ->
                assertThat(weights[Integer.parseInt(value.getKey())])
                    .as("weight %s", value.getKey())
                    .isCloseTo(value.getValue().asDouble(), within(tolerance)));
    // why: were each weight off by the tolerance, the norm would be by this
    double ofAll = tolerance * Math.sqrt(weights.length);
    double norm = Math.sqrt(DoubleStream.of(weights).map(w -> w * w).sum());
    assertThat(norm).isCloseTo(expected.get("norm").asDouble(), within(ofAll));
    assertThat(DoubleStream.of(weights).sum())
        .isCloseTo(expected.get("sum").asDouble(), within(tolerance * weights.length));
  }
}
