package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.pooling.Pool;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.UnaryOperator;

/** Makes the layers of one model, all with the first weights of its family; immutable. */
record Layers(FirstWeights first, boolean dropout) {

  Convolution convolution(int inputs, int outputs, Window window) {
    return new Convolution(inputs, outputs, window, 1, true, first);
  }

  /** A convolution without bias, as in front of a batch norm. */
  Convolution plainConvolution(int inputs, int outputs, Window window, int groups) {
    return new Convolution(inputs, outputs, window, groups, false, first);
  }

  Linear linear(int inputs, int outputs) {
    return new Linear(inputs, outputs, first);
  }

  TorchBlock dropout(float rate) {
    return new Stateless(
        (input, pass) ->
            pass.training() && dropout ? Dropout.dropout(input, rate, true).head() : input,
        UnaryOperator.identity());
  }

  static TorchBlock relu() {
    return new Stateless((input, pass) -> pass.kernels().relu(input), UnaryOperator.identity());
  }

  static TorchBlock relu6() {
    return new Stateless((input, pass) -> pass.kernels().relu6(input), UnaryOperator.identity());
  }

  /** torch's GELU, exact (Hendrycks and Gimpel 2016). */
  static TorchBlock gelu() {
    return new Stateless(
        (input, pass) -> JniUtils.gelu(engineArray(input)), UnaryOperator.identity());
  }

  static TorchBlock maxPool(Window window, boolean ceiling) {
    return new Stateless(
        (input, pass) ->
            Pool.maxPool2d(input, window.kernel(), window.stride(), window.padding(), ceiling),
        shape -> window.shapeAfter(shape, shape.get(1), ceiling));
  }

  /** torch's AvgPool2d; padding counts as zeros. */
  static TorchBlock averagePool(Window window) {
    return new Stateless(
        (input, pass) ->
            Pool.avgPool2d(input, window.kernel(), window.stride(), window.padding(), false, true),
        shape -> window.shapeAfter(shape, shape.get(1), false));
  }

  /**
   * pytorch-cifar's pooling over 4x4, whose rest at the right and bottom is left out; what larger
   * images leave is averaged too.
   */
  static TorchBlock cifarPool() {
    return new Chain()
        .then("four", averagePool(Window.square(4, 4, 0)))
        .then("rest", averagePoolTo(1));
  }

  /** torch's AdaptiveAvgPool2d; DJL offers it to the engine only, not in its public API. */
  static TorchBlock averagePoolTo(int size) {
    return new Stateless(
        (input, pass) -> JniUtils.adaptiveAvgPool(engineArray(input), new Shape(size, size)),
        shape -> new Shape(shape.get(0), shape.get(1), size, size));
  }

  static TorchBlock flatten() {
    return new Stateless(
        (input, pass) -> input.reshape(input.getShape().get(0), -1),
        shape -> new Shape(shape.get(0), shape.size() / shape.get(0)));
  }

  static PtNDArray engineArray(NDArray array) {
    if (array instanceof PtNDArray torchArray) {
      return torchArray;
    }
    throw new IllegalStateException("Podium's models need DJL's PyTorch engine.");
  }
}
