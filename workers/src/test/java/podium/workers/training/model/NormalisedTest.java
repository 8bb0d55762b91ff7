package podium.workers.training.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.experiment.ModelChoice;

/** Whether a batch of one trains, as shapes say and as torch does. */
final class NormalisedTest {
  private static Network network(ModelDefinition model, int size, NDManager manager) {
    ModelOptions options = ModelOptions.of(model, ModelChoice.of(model.name()), 10, true);
    return Network.unfilled(model, options, size, 1, manager, DataType.FLOAT32);
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18,32,33",
    "resnet18,33,0",
    "resnet50,32,33",
    "mobilenet_v2,32,33",
    "mobilenet_v2,33,0",
    "googlenet,32,0",
    "inception_v3,75,0",
    "resnet18_cifar,32,0",
    "mobilenet_v2_cifar,32,0",
    "vgg11_bn,32,0",
    "vgg11,32,0",
    "alexnet,64,0",
    "my_net,16,0",
    "team_norm,16,0"
  })
  void batchOfOne_isRefusedByTorchExactlyWhereShapesSaySo(String name, int size, int next) {
    ModelDefinition model = ModelCatalog.load().find(name).orElseThrow();
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Network network = network(model, size, manager);
      boolean refused = false;
      try {
        network.forward(manager.ones(new Shape(1, 3, size, size)), true).close();
      } catch (EngineException e) {
        assertThat(e).hasMessageContaining("Expected more than 1 value per channel");
        refused = true;
      }

      assertThat(network.normalisesSingleValues(size)).isEqualTo(refused);
      if (next > 0) {
        assertThat(refused).isTrue();
        assertThat(network.nextImageForSingles(size)).hasValue(next);
      }
    }
  }
}
