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
import java.util.Optional;
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

/**
 * A hundred steps of optimizers that update kernels, biases, head and first layer apart, and of the
 * averages of what comes out, against PyTorch's parameter groups.
 */
final class GroupedOptimizersTest {
  private static final List<String> NAMES =
      List.of(
          "conv.weight",
          "norm.bias",
          "wide.weight",
          "wide.bias",
          "tall.weight",
          "head.weight",
          "head.bias");
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(6, 2, 3, 3),
          new Shape(6),
          new Shape(5, 12),
          new Shape(5),
          new Shape(9, 4),
          new Shape(3, 7),
          new Shape(3));

  static Stream<Arguments> recipes() throws IOException {
    return StreamSupport.stream(Torch.golden("grouped").spliterator(), false)
        .map(golden -> Arguments.of(golden.get("recipe"), golden));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("recipes")
  void hundredSteps_ofGroups_equalTorchs(JsonNode recipe, JsonNode expected) {
    assertWeights(Torch.recipe(recipe), expected, DataType.FLOAT64, 1e-9);
    assertWeights(Torch.recipe(recipe), expected, DataType.FLOAT32, 1e-4);
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
      Kernels kernels = Kernels.load(manager);
      try (Updater updater = Updater.of(recipe, state, kernels)) {
        Optional<WeightAverage> average = WeightAverage.of(recipe, state, kernels);
        for (int step = 1; step <= recipe.epochs(); step++) {
          average.ifPresent(kept -> kept.beforeStep(updater.steps()));
          step(updater, recipe, step, state, targets);
          average.ifPresent(kept -> kept.afterStep(updater.steps()));
        }
        assertEqual(state, expected.get("weights"), tolerance);
        average.ifPresent(
            kept -> {
              List<Double> live = numbers(state.getFirst());
              assertThat(
                      kept.inPlace(
                          () -> {
                            assertEqual(state, expected.get("averages"), tolerance);
                            return numbers(state.getFirst());
                          }))
                  .as("another state than the one that is trained on")
                  .satisfies(
                      found ->
                          assertThat(found.equals(live))
                              .isEqualTo(expected.get("averages").equals(expected.get("weights"))));
              assertEqual(state, expected.get("weights"), tolerance);
              kept.close();
            });
      }
    }
  }

  private static void step(
      Updater updater, Recipe recipe, int step, List<StateEntry> state, List<NDArray> targets) {
    double move = 1 + 0.5 * Math.sin(0.1 * step);
    Rates rates = LearningRates.at(recipe, step, 0, 1);
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray loss = Recording.of(() -> loss(state, targets, move));
      try (Gradients gradients = updater.gradients(loss, rates)) {
        updater.step(gradients, rates);
      }
    }
  }

  private static NDArray loss(List<StateEntry> state, List<NDArray> targets, double move) {
    NDArray sum =
        targets.getFirst().getManager().zeros(new Shape(), targets.getFirst().getDataType());
    for (int k = 0; k < targets.size(); k++) {
      NDArray target = targets.get(k);
      NDArray one = state.get(k).parameter().getArray().sub(target.mul(move)).square().sum();
      sum = sum.add(one);
    }
    NDArray half = targets.getFirst().getManager().create(0.5).toType(sum.getDataType(), false);
    return sum.mul(half);
  }

  private static List<Double> numbers(StateEntry entry) {
    double[] values =
        entry.parameter().getArray().toType(DataType.FLOAT64, true).flatten().toDoubleArray();
    return java.util.Arrays.stream(values).boxed().toList();
  }

  private static void assertEqual(List<StateEntry> state, JsonNode expected, double tolerance) {
    for (StateEntry entry : state) {
      assertThat(numbers(entry).stream().mapToDouble(Double::doubleValue).toArray())
          .as(entry.name())
          .containsExactly(Torch.numbers(expected.get(entry.name())), within(tolerance));
    }
  }
}
