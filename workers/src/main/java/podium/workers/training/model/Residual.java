package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A path whose output is added to its input or to a projection of it (He et al. 2016). */
final class Residual extends TorchBlock {
  private final TorchBlock path;
  private final Optional<TorchBlock> shortcut;

  Residual(String pathName, TorchBlock path, String shortcutName, Optional<TorchBlock> shortcut) {
    this.path = part(pathName, path);
    this.shortcut = shortcut.map(block -> part(shortcutName, block));
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    NDArray output = path.apply(pass, input);
    NDArray beside = shortcut.map(block -> block.apply(pass, input)).orElse(input);
    NDArray sum = output.add(beside);
    letGo(output, input);
    letGo(beside, input);
    return sum;
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    return path.shapeAfter(input);
  }

  @Override
  protected void walk(Shape input, BiConsumer<TorchBlock, Shape> seen) {
    path.walk(input, seen);
    shortcut.ifPresent(block -> block.walk(input, seen));
  }
}
