package podium.workers.training.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.experiment.Precision;
import podium.workers.training.model.ModelCatalog;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelOptions;
import podium.workers.training.model.Network;
import podium.workers.training.model.StateEntry;
import podium.workers.training.torch.Torch;

final class KernelsTest {

  @Test
  void gradients_ofALoss_areItsDerivativesAndZeroWhereItDoesNotDepend() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Kernels kernels = Kernels.load(manager);
      NDArray weight = manager.create(new float[] {1, 2, 3});
      NDArray other = manager.create(new float[] {4, 5});
      weight.setRequiresGradient(true);
      other.setRequiresGradient(true);
      try (TensorList weights = TensorList.of(List.of(weight, other))) {
        for (int repetition = 0; repetition < 3; repetition++) {
          NDArray loss = Recording.of(() -> weight.mul(weight).sum());
          try (Gradients gradients = kernels.gradients(loss, weights)) {
            List<NDArray> found = gradients.arrays(manager);
            assertThat(found.get(0).toFloatArray()).containsExactly(2, 4, 6);
            assertThat(found.get(1).toFloatArray()).containsExactly(0, 0);
          }
        }
      }
    }
  }

  @Test
  void relu6_atItsBoundsAndBeyond_hasTorchsGradient() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Kernels kernels = Kernels.load(manager);
      NDArray weight = manager.create(new float[] {-1, 0, 1, 5, 6, 7});
      weight.setRequiresGradient(true);
      NDArray[] cut = new NDArray[1];
      try (TensorList weights = TensorList.of(List.of(weight))) {
        NDArray loss =
            Recording.of(
                () -> {
                  cut[0] = kernels.relu6(weight.mul(1));
                  return cut[0].mul(cut[0]).sum();
                });
        assertThat(cut[0].toFloatArray()).containsExactly(0, 0, 1, 5, 6, 6);
        try (Gradients gradients = kernels.gradients(loss, weights)) {
          // why: torch's hardtanh has none at the bounds, where clamp has the whole
          assertThat(gradients.arrays(manager).getFirst().toFloatArray())
              .containsExactly(0, 0, 2, 10, 0, 0);
        }
      }
    }
  }

  @Test
  void kernels_thatLieTheSameWayInBothLayouts_keepTheirNumbersAndOrder() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Kernels kernels = Kernels.load(manager);
      for (Shape shape : List.of(new Shape(5, 1, 3, 3), new Shape(5, 4, 1, 1))) {
        NDArray weight = manager.arange(shape.size()).toType(DataType.FLOAT32, true).reshape(shape);
        float[] before = weight.toFloatArray();
        try (TensorList weights = TensorList.of(List.of(weight))) {
          kernels.channelsLast(weights);
        }
        assertThat(weight.toFloatArray()).containsExactly(before);
        assertThat(weight.getShape()).isEqualTo(shape);
        assertThat(weight.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(4))
            .isEqualTo(4);
      }
    }
  }

  @Test
  void adam_afterAChannelsLastConvolution_changesTheWeightsAsAfterARowMajorOne() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      NDArray channelsLast =
          manager.arange(2 * 3 * 8 * 8f).sin().reshape(2, 8, 8, 3).transpose(0, 3, 1, 2);
      NDArray copied = manager.create(channelsLast.toFloatArray(), channelsLast.getShape());
      assertThat(stepped(manager, channelsLast))
          .containsExactly(stepped(manager, copied), within(1e-6f));
    }
  }

  @Test
  void whitening_ofPatches_isTorchsAndMakesThemUncorrelated() throws IOException {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Kernels kernels = Kernels.load(manager);
      double[] values = new double[2 * 3 * 8 * 8];
      Arrays.setAll(values, i -> Math.sin(0.013 * i * i));
      NDArray images = manager.create(values, new Shape(2, 3, 8, 8));
      NDArray products = kernels.patchProducts(images);
      NDArray whitening = kernels.whitening(products);
      assertThat(whitening.flatten().toDoubleArray())
          .containsExactly(Torch.numbers(Torch.golden("whitened")), within(1e-9));
      NDArray half = whitening.get("0:12");
      NDArray seen = half.matMul(products).matMul(half.transpose());
      assertThat(seen.get("11, 11").getDouble()).isCloseTo(1, within(1e-3));
      assertThat(seen.get("11, 0:11").abs().max().getDouble()).isLessThan(1e-9);
    }
  }

  /** The weights of a convolution after one step of Adam. */
  private static float[] stepped(NDManager manager, NDArray images) {
    Kernels kernels = Kernels.load(manager);
    NDArray weight = manager.arange(4 * 3 * 3 * 3f).cos().reshape(4, 3, 3, 3);
    weight.setRequiresGradient(true);
    try (TensorList weights = TensorList.of(List.of(weight));
        TensorList averages = TensorList.of(List.of(weight.zerosLike()));
        TensorList squares = TensorList.of(List.of(weight.zerosLike()))) {
      NDArray loss =
          Recording.of(
              () -> {
                NDArray output = Conv2d.conv2d(images, weight).head();
                return output.mul(output).sum();
              });
      try (Gradients gradients = kernels.gradients(loss, weights)) {
        kernels.adam(weights, gradients, averages, squares, 1, 0.1, 0, false);
        kernels.adam(weights, gradients, averages, squares, 2, 0.1, 0.1, false);
      }
    }
    return weight.toFloatArray();
  }

  @Test
  void network_inBfloat16_hasNearlyTheLogitsAndGradientsOfFloat32() {
    for (String model : List.of("resnet18", "mobilenet_v2", "vgg16")) {
      try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
        Kernels kernels = Kernels.load(manager);
        ModelDefinition definition = ModelCatalog.load().find(model).orElseThrow();
        ModelOptions options = ModelOptions.of(definition, ModelChoice.of(model), 10, false);
        Network wide = Network.create(definition, options, 32, 1, manager, DataType.FLOAT32);
        Network narrow = wide.in(Precision.BF16);
        NDArray images = manager.arange(8 * 3 * 32 * 32f).sin().reshape(new Shape(8, 3, 32, 32));
        NDArray expected = wide.forward(images, false);
        NDArray actual = narrow.forward(images, false);
        float largest = expected.abs().max().getFloat();
        assertThat(actual.getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(actual.sub(expected).abs().max().getFloat())
            .as(model)
            .isLessThan(0.05f * largest)
            .isGreaterThan(0);
        List<NDArray> parameters =
            wide.state().stream()
                .filter(StateEntry::trained)
                .map(entry -> entry.parameter().getArray())
                .toList();
        NDArray first = parameters.getFirst();
        assertThat(gradient(kernels, manager, narrow, images, first).norm().getFloat())
            .as(model)
            .isCloseTo(
                gradient(kernels, manager, wide, images, first).norm().getFloat(),
                withinPercentage(50));
        NDArray last = parameters.get(parameters.size() - 2);
        NDArray one = gradient(kernels, manager, wide, images, last);
        NDArray other = gradient(kernels, manager, narrow, images, last);
        assertThat(one.mul(other).sum().div(one.norm().mul(other.norm())).getFloat())
            .as(model)
            .isCloseTo(1, within(0.02f));
      }
    }
  }

  private static NDArray gradient(
      Kernels kernels, NDManager manager, Network network, NDArray images, NDArray weight) {
    try (TensorList weights = TensorList.of(List.of(weight))) {
      NDArray loss =
          Recording.of(() -> network.forward(images, true).logSoftmax(1).get(":, 3").mean().neg());
      try (Gradients gradients = kernels.gradients(loss, weights)) {
        return gradients.arrays(manager).getFirst();
      }
    }
  }
}
