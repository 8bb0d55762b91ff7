package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Field;
import podium.protocol.experiment.ModelChoice;

final class ModelCatalogTest {

  @Test
  void catalog_ofTwoEqualNames_refuses() {
    ModelProvider provider = new TorchvisionModels();

    assertThatThrownBy(() -> ModelCatalog.of(List.of(provider, provider)))
        .hasMessageContaining("two models are named 'airbench'");
  }

  static List<String> labels() {
    return Stream.concat(
            Catalog.BUILT_IN.models().stream().map(Catalog.Model::name),
            Stream.of("inception_v3(batchNorm=false)", "mobilenet_v2(widthMultiplier=0.1)"))
        .toList();
  }

  @Test
  void catalog_builtIn_isWhatTheModelsAre() {
    assertThat(new TorchvisionModels().models())
        .extracting(ModelDefinition::entry)
        .containsExactlyInAnyOrderElementsOf(Catalog.BUILT_IN.models());
  }

  @ParameterizedTest
  @MethodSource("labels")
  void model_trainingOnItsSmallestImage_givesLogitsOfThePromisedShape(String label) {
    ModelChoice choice = ModelChoice.of(label);
    ModelDefinition model = ModelCatalog.load().find(choice.name()).orElseThrow();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      int size = model.smallestImage();
      ModelOptions options = ModelOptions.of(model, choice, 7, true);
      Network network = Network.unfilled(model, options, size, 1, manager, DataType.FLOAT32);
      network.state().forEach(entry -> entry.parameter().getArray().set(new NDIndex(":"), 0));
      Shape images = new Shape(2, 3, size, size);

      NDArray logits = network.forward(manager.ones(images), true);

      assertThat(logits.getShape()).isEqualTo(new Shape(2, 7));
      assertThat(logits.toFloatArray()).containsOnly(0f);
      assertThat(model.factory().create(options).getOutputShapes(new Shape[] {images}))
          .containsExactly(logits.getShape());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alexnet", "inception_v3", "vgg11_bn", "vgg19_bn_cifar"})
  void model_onASmallerImage_cannotRun(String name) {
    ModelDefinition model = ModelCatalog.load().find(name).orElseThrow();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      int size = model.smallestImage() - 1;
      ModelOptions options = ModelOptions.of(model, ModelChoice.of(name), 7, true);
      Network network = Network.unfilled(model, options, size, 1, manager, DataType.FLOAT32);
      NDArray images = manager.ones(new Shape(2, 3, size, size));

      assertThatThrownBy(() -> network.forward(images, true)).isInstanceOf(EngineException.class);
    }
  }

  @Test
  void options_notOfTheModel_areNamed() {
    ModelDefinition model = ModelCatalog.load().find("mobilenet_v2").orElseThrow();
    ModelChoice choice = ModelChoice.of("mobilenet_v2(widthMultiplier=9;depth=1)");
    assertThatThrownBy(() -> ModelOptions.of(model, choice, 10, true))
        .hasMessageContaining("widthMultiplier is 9; allowed: a number from 0.1 to 4.0")
        .hasMessageContaining("depth is not an option of mobilenet_v2; it has widthMultiplier");
  }

  @Test
  void definition_withABadOption_isRefused() {
    Field option = new Field("width", new Field.Decimal(1, 2), 3.0, "", "");
    assertThatThrownBy(() -> new ModelDefinition("mine", 8, 8, List.of(option), AlexNet::create))
        .hasMessageContaining("option 'width' of model 'mine'");
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
