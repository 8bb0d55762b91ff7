package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import java.util.Optional;
import podium.workers.training.script.Kernels;

/** torch's Conv2d: N,C,H,W to N,C',H',W'. */
final class Convolution extends TorchBlock {
  private static final Shape NO_DILATION = new Shape(1, 1);

  private final long outputs;
  private final Window window;
  private final int groups;
  private final Parameter weight;
  private final Optional<Parameter> bias;

  Convolution(
      int inputs, int outputs, Window window, int groups, boolean withBias, FirstWeights first) {
    this.outputs = outputs;
    this.window = window;
    this.groups = groups;
    Shape shape = new Shape(outputs, inputs / groups).addAll(window.kernel());
    this.weight = parameter("weight", Parameter.Type.WEIGHT, shape, true, first.convolution(shape));
    this.bias =
        withBias
            ? Optional.of(
                parameter("bias", Parameter.Type.BIAS, new Shape(outputs), true, first.bias(shape)))
            : Optional.empty();
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    NDArray kernel = pass.value(input, weight);
    NDArray shift = bias.map(parameter -> pass.value(input, parameter)).orElse(null);
    if (pass.narrow().isPresent() && groups == 1) {
      return narrow(pass.narrow().get(), input, kernel, Optional.ofNullable(shift));
    }
    // why: a grouped convolution has so little to multiply that bfloat16 costs more than it saves
    NDArray wide = pass.narrow().map(kernels -> kernels.wide(input)).orElse(input);
    NDArray output =
        Conv2d.conv2d(wide, kernel, shift, window.stride(), window.padding(), NO_DILATION, groups)
            .head();
    letGo(wide, input);
    return output;
  }

  private NDArray narrow(Kernels kernels, NDArray input, NDArray kernel, Optional<NDArray> shift) {
    Kernels.Stride stride = new Kernels.Stride(window.stride(), window.padding());
    return shift
        .map(values -> kernels.convolution(input, kernel, values, stride))
        .orElseGet(() -> kernels.convolution(input, kernel, stride));
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    return window.shapeAfter(input, outputs, false);
  }

  @Override
  protected long multiplyAdds(Shape input) {
    Shape output = shapeAfter(input);
    return weight.getShape().size() * output.get(2) * output.get(3);
  }
}
