package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.function.UnaryOperator;

/** A layer without parameters, such as an activation or a pooling. */
final class Stateless extends TorchBlock {

  /** What the layer computes; the pass tells dropout to drop. */
  interface Operation {
    NDArray apply(NDArray input, Pass pass);
  }

  private final Operation operation;
  private final UnaryOperator<Shape> shapes;

  Stateless(Operation operation, UnaryOperator<Shape> shapes) {
    this.operation = operation;
    this.shapes = shapes;
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    return operation.apply(input, pass);
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    return shapes.apply(input);
  }
}
