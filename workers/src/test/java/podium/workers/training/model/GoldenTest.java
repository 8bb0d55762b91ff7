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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.Recipe;
import podium.workers.training.optimizer.Updater;
import podium.workers.training.script.Gradients;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.Recording;

/**
 * Compares Podium's models with PyTorch's, one golden file a case: those kept here, or those of the
 * folder given as {@code -Dpodium.golden.dir=DIR}.
 */
final class GoldenTest {
  /** Of the largest absolute logit, in single precision. */
  private static final double SINGLE = 1e-3;

  /** Relative, in double precision. */
  private static final double DOUBLE = 1e-4;

  static List<GoldenFile> files() throws IOException {
    return GoldenFile.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void model_filledByTheGoldenFormula_equalsPyTorch(GoldenFile golden) {
    inSinglePrecision(golden);
    inDoublePrecision(golden);
  }

  private static void inSinglePrecision(GoldenFile golden) {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      Network network = network(golden, manager, DataType.FLOAT32);
      assertThat(namesAndShapes(network)).isEqualTo(golden.state());
      assertThat(network.trainedParameters()).isEqualTo(golden.parameters());

      GoldenFormula.fill(network);
      NDArray images = images(golden, manager, DataType.FLOAT32);
      double[] expected = golden.logits();
      double allowed = SINGLE * Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      float[] logits = network.forward(images, false).toFloatArray();
      assertThat(logits).hasSize(expected.length);
      for (int i = 0; i < logits.length; i++) {
        assertThat((double) logits[i]).as("logit %d", i).isCloseTo(expected[i], within(allowed));
      }
      double loss =
          loss(network, images, labels(golden, manager))
              .toType(DataType.FLOAT64, false)
              .getDouble();
      assertThat(loss)
          .as("first loss in single precision")
          .isCloseTo(golden.train().required("loss").asDouble(), within(allowed));
    }
  }

  private static void inDoublePrecision(GoldenFile golden) {
    JsonNode train = golden.train();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Network network = network(golden, manager, DataType.FLOAT64);
      GoldenFormula.fill(network);
      NDArray images = images(golden, manager, DataType.FLOAT64);
      NDArray labels = labels(golden, manager);
      Recipe adam = Recipe.of(Map.of("optimizer", "adam"));
      Updater updater = Updater.of(adam, network.state(), Kernels.load(manager));
      JsonNode losses = train.required("adam_losses");
      for (int step = 0; step < losses.size(); step++) {
        try (NDScope scope = new NDScope()) {
          scope.suppressNotUsedWarning();
          NDArray loss = Recording.of(() -> loss(network, images, labels));
          assertClose("loss of step " + step, loss.getDouble(), losses.get(step).asDouble());
          try (Gradients gradients = updater.gradients(loss)) {
            if (step == 0) {
              assertGradients(network, gradients.arrays(manager), train.required("grad_norm"));
            }
            updater.step(gradients, 1e-4);
          }
        }
      }
      assertRunningMean(network, train.required("running_mean_sum"));
    }
  }

  private static Network network(GoldenFile golden, NDManager manager, DataType type) {
    ModelChoice choice = ModelChoice.of(golden.model());
    ModelDefinition model =
        ModelCatalog.load()
            .find(choice.name())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s.json is of model '%s', which is not among %s"
                            .formatted(golden, choice.name(), ModelCatalog.load().names())));
    ModelOptions options = ModelOptions.of(model, choice, golden.classes(), false);
    int size = Math.toIntExact(golden.input().get(2));
    return Network.unfilled(model, options, size, 1, manager, type);
  }

  private static NDArray images(GoldenFile golden, NDManager manager, DataType type) {
    NDArray images = manager.zeros(golden.input(), type);
    GoldenFormula.fill("input", images);
    return images;
  }

  private static NDArray labels(GoldenFile golden, NDManager manager) {
    return manager.create(golden.labels());
  }

  private static NDArray loss(Network network, NDArray images, NDArray labels) {
    return network.forward(images, true).logSoftmax(1).gather(labels.expandDims(1), 1).mean().neg();
  }

  private static void assertGradients(Network network, List<NDArray> gradients, JsonNode norms) {
    List<StateEntry> trained = network.state().stream().filter(StateEntry::trained).toList();
    assertThat(trained)
        .hasSameSizeAs(gradients)
        .extracting(StateEntry::name)
        .contains(names(norms));
    for (int k = 0; k < trained.size(); k++) {
      StateEntry entry = trained.get(k);
      if (norms.has(entry.name())) {
        double norm = gradients.get(k).square().sum().sqrt().getDouble();
        double expected = norms.get(entry.name()).asDouble();
        if (expected < 1e-8) {
          // why: a bias in front of a batch norm has no gradient but rounding
          assertThat(norm).as("gradient of " + entry.name()).isLessThan(1e-5);
        } else {
          assertClose("gradient of " + entry.name(), norm, expected);
        }
      }
    }
  }

  private static String[] names(JsonNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toArray(String[]::new);
  }

  private static void assertRunningMean(Network network, JsonNode expected) {
    List<StateEntry> means =
        network.state().stream().filter(e -> e.name().endsWith("running_mean")).toList();
    assertThat(means.isEmpty()).isEqualTo(expected.isNull());
    if (!expected.isNull()) {
      double sum = means.getFirst().parameter().getArray().sum().getDouble();
      assertClose(means.getFirst().name(), sum, expected.asDouble());
    }
  }

  private static List<String> namesAndShapes(Network network) {
    return network.state().stream()
        .map(entry -> entry.name() + " " + entry.parameter().getShape())
        .toList();
  }

  private static void assertClose(String what, double actual, double expected) {
    assertThat(actual).as(what).isCloseTo(expected, within(DOUBLE * Math.abs(expected)));
  }
}
