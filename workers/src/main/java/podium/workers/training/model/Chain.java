package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Blocks applied one after the other; torch's Sequential when numbered. */
final class Chain extends TorchBlock {
  private final List<TorchBlock> links = new ArrayList<>();

  /** Links named 0, 1, 2, ... as torch's Sequential does. */
  static Chain numbered(TorchBlock... links) {
    return numbered(List.of(links));
  }

  static Chain numbered(List<? extends TorchBlock> links) {
    Chain chain = new Chain();
    for (TorchBlock link : links) {
      chain.then(Integer.toString(chain.links.size()), link);
    }
    return chain;
  }

  /** Appends a named link while the chain is being built. */
  Chain then(String name, TorchBlock link) {
    links.add(part(name, link));
    return this;
  }

  @Override
  protected NDArray apply(Pass pass, NDArray input) {
    NDArray output = input;
    for (TorchBlock link : links) {
      NDArray next = link.apply(pass, output);
      letGo(output, input, next);
      output = next;
    }
    return output;
  }

  @Override
  protected Shape shapeAfter(Shape input) {
    Shape output = input;
    for (TorchBlock link : links) {
      output = link.shapeAfter(output);
    }
    return output;
  }

  @Override
  protected void walk(Shape input, BiConsumer<TorchBlock, Shape> seen) {
    Shape at = input;
    for (TorchBlock link : links) {
      link.walk(at, seen);
      at = link.shapeAfter(at);
    }
  }
}
