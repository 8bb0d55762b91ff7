package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.ModelChoice;

final class ModelCatalogTest {

  @Test
  void catalog_ofTwoEqualNames_refuses() {
    ModelProvider provider = new TorchvisionModels();

    assertThatThrownBy(() -> ModelCatalog.of(List.of(provider, provider)))
        .hasMessageContaining("alexnet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alexnet", "googlenet", "resnet18", "mobilenet_v2"})
  void model_onItsSmallestImage_givesLogitsOfThePromisedShape(String name) {
    ModelDefinition model = ModelCatalog.load().find(name).orElseThrow();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      int size = model.smallestImage();
      ModelOptions options = ModelOptions.of(model, ModelChoice.of(name), 7, true);
      Network network = Network.create(model, options, size, 1, manager, DataType.FLOAT32);
      Shape images = new Shape(2, 3, size, size);

      Shape logits = network.forward(manager.zeros(images), false).getShape();

      assertThat(logits).isEqualTo(new Shape(2, 7));
      assertThat(model.factory().create(options).getOutputShapes(new Shape[] {images}))
          .containsExactly(logits);
    }
  }

  @Test
  void firstWeights_ofOneSeed_areEqualAndOfTheAuthorsDistribution() {
    ModelDefinition model = ModelCatalog.load().find("resnet18").orElseThrow();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      float[] first = weights(model, 5, manager);

      assertThat(weights(model, 5, manager)).isEqualTo(first);
      assertThat(weights(model, 6, manager)).isNotEqualTo(first);
      // layer4.1.conv2: 512 x 512 x 3 x 3, kaiming normal over fan-out 512 * 9
      double mean = 0;
      double square = 0;
      for (float value : first) {
        mean += value / first.length;
        square += (double) value * value / first.length;
      }
      assertThat(mean).isBetween(-1e-4, 1e-4);
      assertThat(Math.sqrt(square) / Math.sqrt(2.0 / (512 * 9))).isBetween(0.998, 1.002);
    }
  }

  private static float[] weights(ModelDefinition model, long seed, NDManager manager) {
    ModelOptions options = ModelOptions.of(model, ModelChoice.of(model.name()), 10, true);
    Network network = Network.create(model, options, 32, seed, manager, DataType.FLOAT32);
    return network.state().stream()
        .filter(entry -> entry.name().equals("layer4.1.conv2.weight"))
        .findFirst()
        .orElseThrow()
        .parameter()
        .getArray()
        .toFloatArray();
  }
}
