package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;

/**
 * A linear layer without bias whose logits are divided by the number of its inputs: N,inputs to
 * N,outputs. It is so small that it stays in 32 bits.
 */
final class ScaledHead extends TorchBlock {
  private final int inputs;
  private final Parameter weight;

  ScaledHead(int inputs, int outputs, FirstWeights first) {
    this.inputs = inputs;
    Shape shape = new Shape(outputs, inputs);
    this.weight = parameter("weight", Parameter.Type.WEIGHT, shape, true, first.linear(shape));
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    NDArray wide = pass.narrow().map(kernels -> kernels.wide(input)).orElse(input);
    NDArray matrix = pass.value(input, weight);
    NDArray logits = ai.djl.nn.core.Linear.linear(wide, matrix).head();
    // why: a number of Java's would be gone when torch reads it for gradients
    NDArray share =
        logits.getDataType() == DataType.FLOAT64
            ? logits.getManager().create(1.0 / inputs)
            : logits.getManager().create((float) (1.0 / inputs));
    return logits.mul(share);
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
