package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.Recipe;
import podium.workers.training.optimizer.Updater;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.Recording;

/** Compares gradients and three steps of Adam with PyTorch's, in double precision. */
final class GoldenTrainingTest {
  private static final double TOLERANCE = 1e-5;

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"alexnet", "vgg16", "googlenet", "resnet18", "mobilenet_v2"})
  void threeStepsOfAdam_equalPyTorch(String name) throws IOException {
    JsonNode golden = GoldenTest.golden(name);
    JsonNode train = golden.get("train");
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Network network = GoldenTest.network(name, golden, manager, DataType.FLOAT64);
      GoldenTest.fillByFormula(network);
      NDArray images = manager.zeros(GoldenTest.shape(golden.get("input_shape")), DataType.FLOAT64);
      GoldenTest.fillByFormula("input", images);
      NDArray labels = manager.create(GoldenTest.shape(golden.get("labels")).getShape());
      Recipe recipe = Recipe.of(Map.of("optimizer", "adam"));
      Updater updater = Updater.of(recipe, network.state(), Kernels.load(manager));
      for (int step = 0; step < 3; step++) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDArray loss = loss(network, images, labels);
          assertClose(
              "loss of step " + step,
              loss.getDouble(),
              train.get("adam_losses").get(step).asDouble());
          try (Gradients gradients = updater.gradients(loss)) {
            if (step == 0) {
              assertGradients(network, gradients.arrays(manager), train.get("grad_norm"));
            }
            updater.step(gradients, 1e-4);
          }
        }
      }
      assertRunningMean(network, train.get("running_mean_sum"));
    }
  }

  private static NDArray loss(Network network, NDArray images, NDArray labels) {
    return Recording.of(
        () ->
            network
                .forward(images, true)
                .logSoftmax(1)
                .gather(labels.expandDims(1), 1)
                .mean()
                .neg());
  }

  private static void assertGradients(Network network, List<NDArray> gradients, JsonNode norms) {
    Iterator<NDArray> gradient = gradients.iterator();
    for (StateEntry entry : network.state()) {
      if (entry.trained()) {
        double norm = gradient.next().square().sum().sqrt().getDouble();
        if (!norms.has(entry.name())) {
          continue;
        }
        assertClose("gradient of " + entry.name(), norm, norms.get(entry.name()).asDouble());
      }
    }
  }

  private static void assertRunningMean(Network network, JsonNode expected) {
    if (!expected.isNull()) {
      StateEntry first =
          network.state().stream()
              .filter(entry -> entry.name().endsWith("running_mean"))
              .findFirst()
              .orElseThrow();
      assertClose(
          first.name(), first.parameter().getArray().sum().getDouble(), expected.asDouble());
    }
  }

  private static void assertClose(String what, double actual, double expected) {
    assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * Math.abs(expected)));
  }
}
