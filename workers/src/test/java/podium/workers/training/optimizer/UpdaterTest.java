package podium.workers.training.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.experiment.Recipe;
import podium.workers.training.model.Distribution;
import podium.workers.training.model.StateEntry;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.Recording;

/**
 * Minimises the sum of (w - target)^2 / 2 and compares each step with PyTorch's documented formulas
 * on plain numbers.
 */
final class UpdaterTest {
  private static final double RATE = 0.05;
  private static final int STEPS = 5;

  // why: large enough to be shared among threads
  private static final int SIZE = 150_000;

  static Stream<Arguments> optimizers() {
    return Stream.of(
        sgd(0, false, 0),
        sgd(0, false, 0.1),
        sgd(0.9, false, 0),
        sgd(0.9, false, 0.1),
        sgd(0.9, true, 0.1),
        adam("adam", 0, 0),
        adam("adam", 0.1, 0),
        adam("adamw", 0, 0.1));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void steps_onASquare_equalTheFormulaOnPlainNumbers(Recipe recipe, Supplier<Rule> rules) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Parameter parameter = parameter(manager);
      NDArray weights = parameter.getArray();
      Updater updater =
          Updater.of(
              recipe,
              List.of(new StateEntry("w", parameter, new Distribution.Constant(0))),
              Kernels.load(manager));
      NDArray targets = manager.linspace(-1f, 1f, SIZE).toType(DataType.FLOAT64, false);
      double[] targetNumbers = targets.toDoubleArray();
      Rule first = rules.get();
      Rule last = rules.get();
      double firstWeight = 0;
      double lastWeight = 0;
      for (int step = 1; step <= STEPS; step++) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          // why: DJL frees the number of mul(Number) at once, and torch would read it for gradients
          NDArray half = manager.create(0.5);
          NDArray loss = Recording.of(() -> weights.sub(targets).square().mul(half).sum());
          try (Gradients gradients = updater.gradients(loss)) {
            updater.step(gradients, RATE);
          }
        }
        firstWeight = first.next(firstWeight, firstWeight - targetNumbers[0], step);
        lastWeight = last.next(lastWeight, lastWeight - targetNumbers[SIZE - 1], step);
        double[] actual = weights.toDoubleArray();
        assertThat(actual[0]).isCloseTo(firstWeight, within(1e-12));
        assertThat(actual[SIZE - 1]).isCloseTo(lastWeight, within(1e-12));
      }
      assertThat(updater.steps()).isEqualTo(STEPS);
    }
  }

  @Test
  void learningRate_ofEachSchedule_isTorchs() {
    assertThat(rates(Map.of("epochs", 4L))).containsExactly(0.1, 0.1, 0.1, 0.1);
    assertThat(rates(Map.of("epochs", 4L, "schedule", "cosine")))
        .containsExactly(
            new double[] {0.1, 0.05 * (1 + Math.sqrt(0.5)), 0.05, 0.05 * (1 - Math.sqrt(0.5))},
            within(1e-12));
    assertThat(rates(Map.of("epochs", 5L, "schedule", "step", "stepEpochs", 2L, "stepFactor", 0.5)))
        .containsExactly(new double[] {0.1, 0.1, 0.05, 0.05, 0.025}, within(1e-12));
    assertThat(rates(Map.of("epochs", 4L, "schedule", "cosine", "warmupEpochs", 2L)))
        .containsExactly(new double[] {0.05, 0.1, 0.1, 0.05}, within(1e-12));
  }

  private static double[] rates(Map<String, Object> fields) {
    Map<String, Object> all = new HashMap<>(fields);
    all.put("learningRate", 0.1);
    Recipe recipe = Recipe.of(all);
    return Stream.iterate(1, epoch -> epoch <= recipe.epochs(), epoch -> epoch + 1)
        .mapToDouble(epoch -> LearningRates.at(recipe, epoch, 1))
        .toArray();
  }

  private static Parameter parameter(NDManager manager) {
    Parameter parameter =
        Parameter.builder()
            .setName("w")
            .setType(Parameter.Type.WEIGHT)
            .optShape(new Shape(SIZE))
            .optInitializer(Initializer.ZEROS)
            .build();
    parameter.initialize(manager, DataType.FLOAT64);
    return parameter;
  }

  /** One number's update, with state of its own. */
  interface Rule {
    double next(double weight, double gradient, int step);
  }

  private static Arguments sgd(double momentum, boolean nesterov, double decay) {
    Recipe recipe =
        Recipe.of(
            Map.of(
                "optimizer", "sgd",
                "momentum", momentum,
                "nesterov", nesterov,
                "weightDecay", decay));
    Supplier<Rule> rule =
        () -> {
          double[] velocity = new double[1];
          return (weight, gradient, step) -> {
            double g = gradient + decay * weight;
            velocity[0] = step == 1 ? g : momentum * velocity[0] + g;
            double direction = nesterov ? g + momentum * velocity[0] : velocity[0];
            return weight - RATE * (momentum == 0 ? g : direction);
          };
        };
    return Arguments.of(recipe, rule);
  }

  private static Arguments adam(String name, double coupled, double decoupled) {
    Recipe recipe = Recipe.of(Map.of("optimizer", name, "weightDecay", coupled + decoupled));
    Supplier<Rule> rule =
        () -> {
          double[] m = new double[1];
          double[] v = new double[1];
          return (weight, gradient, step) -> {
            double w = weight - RATE * decoupled * weight;
            double g = gradient + coupled * weight;
            m[0] = 0.9 * m[0] + 0.1 * g;
            v[0] = 0.999 * v[0] + 0.001 * g * g;
            double mean = m[0] / (1 - Math.pow(0.9, step));
            double square = v[0] / (1 - Math.pow(0.999, step));
            return w - RATE * mean / (Math.sqrt(square) + 1e-8);
          };
        };
    return Arguments.of(recipe, rule);
  }
}
