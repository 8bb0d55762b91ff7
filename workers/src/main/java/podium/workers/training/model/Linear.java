package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/** torch's Linear with bias: N,inputs to N,outputs. */
final class Linear extends TorchBlock {
  private final Parameter weight;
  private final Parameter bias;

  Linear(int inputs, int outputs, FirstWeights first) {
    Shape shape = new Shape(outputs, inputs);
    this.weight = parameter("weight", Parameter.Type.WEIGHT, shape, true, first.linear(shape));
    this.bias = parameter("bias", Parameter.Type.BIAS, new Shape(outputs), true, first.bias(shape));
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    NDArray matrix = pass.value(input, weight);
    NDArray shift = pass.value(input, bias);
    return pass.narrow()
        .map(kernels -> kernels.linear(input, matrix, shift))
        .orElseGet(() -> ai.djl.nn.core.Linear.linear(input, matrix, shift).head());
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    return new Shape(input.get(0), weight.getShape().get(0));
  }

  @Override
  protected long multiplyAdds(Shape input) {
    return weight.getShape().size();
  }
}
