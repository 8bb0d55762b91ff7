package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Parallel paths over one input, joined along the channels (Szegedy et al. 2015). */
final class Branches extends TorchBlock {
  private final List<TorchBlock> branches = new ArrayList<>();

  /** Adds a named path while the block is being built. */
  Branches with(String name, TorchBlock branch) {
    branches.add(part(name, branch));
    return this;
  }

  /** Adds a path whose links carry their names themselves. */
  Branches with(TorchBlock branch) {
    return with("", branch);
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    NDList outputs = new NDList();
    branches.forEach(branch -> outputs.add(branch.apply(pass, input)));
    NDArray joined = NDArrays.concat(outputs, 1);
    outputs.forEach(output -> letGo(output, input));
    return joined;
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    List<Shape> shapes = branches.stream().map(branch -> branch.shapeAfter(input)).toList();
    Shape first = shapes.getFirst();
    long channels = shapes.stream().mapToLong(shape -> shape.get(1)).sum();
    return new Shape(first.get(0), channels, first.get(2), first.get(3));
  }

  @Override
  protected void walk(Shape input, BiConsumer<TorchBlock, Shape> seen) {
    branches.forEach(branch -> branch.walk(input, seen));
  }
}
