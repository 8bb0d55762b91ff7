package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import podium.workers.training.script.Kernels;
import podium.workers.training.tensor.Tensors;

/**
 * A convolution of 2x2 whose kernels make the values of an image's patches uncorrelated (Page
 * 2018): they are learnt from the data before the training and then stay; the bias is trained.
 * N,C,H,W to N,8C,H-1,W-1.
 */
final class Whitening extends TorchBlock {
  private static final Window WINDOW = Window.square(2, 1, 0);
  private static final Shape NO_DILATION = new Shape(1, 1);

  private final Parameter weight;
  private final Parameter bias;

  Whitening(int channels) {
    Shape shape = new Shape(outputs(channels), channels, 2, 2);
    Distribution first = Distribution.torchDefault(shape);
    this.weight = parameter("weight", Parameter.Type.WEIGHT, shape, false, first);
    this.bias = parameter("bias", Parameter.Type.BIAS, new Shape(outputs(channels)), true, first);
  }

  /** Each of the values of a patch, and its negative. */
  static int outputs(int channels) {
    return 2 * channels * 2 * 2;
  }

  /** Takes the kernels, 8C, 4C. */
  void learn(NDArray kernels) {
    NDArray target = weight.getArray();
    try (NDArray values = kernels.toType(target.getDataType(), true)) {
      Tensors.read(values, numbers -> Tensors.write(target, numbers));
    }
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    NDArray kernel = pass.value(input, weight);
    NDArray shift = pass.value(input, bias);
    if (pass.narrow().isPresent()) {
      Kernels.Stride stride = new Kernels.Stride(WINDOW.stride(), WINDOW.padding());
      return pass.narrow().get().convolution(input, kernel, shift, stride);
    }
    return Conv2d.conv2d(input, kernel, shift, WINDOW.stride(), WINDOW.padding(), NO_DILATION)
        .head();
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    return WINDOW.shapeAfter(input, weight.getShape().get(0), false);
  }

  @Override
  protected long multiplyAdds(Shape input) {
    Shape output = shapeAfter(input);
    return weight.getShape().size() * output.get(2) * output.get(3);
  }
}
