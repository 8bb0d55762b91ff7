package podium.workers.training.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What batch normalisation sees of one image: with a single value for each channel it has nothing
 * to normalise by, and torch refuses to train a batch of one. Stateless.
 */
final class Normalised {
  private static final int LARGEST_IMAGE = 1024;

  private Normalised() {}

  /** The fewest values of a channel that a batch norm of an initialised block sees of one image. */
  static long fewest(Block block, int imageSize) {
    return block instanceof TorchBlock torchBlock
        ? fewest(inputs(torchBlock, imageSize))
        : fewest(foreignInputs(block));
  }

  /** The smallest image above a size of which no batch norm sees single values. */
  static OptionalInt nextImage(Block block, int imageSize) {
    return block instanceof TorchBlock torchBlock
        ? IntStream.rangeClosed(imageSize + 1, LARGEST_IMAGE)
            .filter(size -> fewest(inputs(torchBlock, size)) > 1)
            .findFirst()
        : OptionalInt.empty();
  }

  private static long fewest(List<Shape> inputs) {
    return inputs.stream()
        .mapToLong(shape -> shape.size() / (shape.get(0) * shape.get(1)))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private static List<Shape> inputs(TorchBlock block, int imageSize) {
    return inputs(block, new Shape(1, 3, imageSize, imageSize));
  }

  private static List<Shape> inputs(TorchBlock block, Shape image) {
    List<Shape> inputs = new ArrayList<>();
    block.walk(
        image,
        (part, input) -> {
          if (part instanceof BatchNorm) {
            inputs.add(input);
          }
        });
    return inputs;
  }

  /** DJL's blocks remember with which shape of one image they were initialised. */
  private static List<Shape> foreignInputs(Block block) {
    // why: a block of a person's own may leave parts out, which then remember nothing
    if (block.getParameters().isEmpty() || !block.isInitialized()) {
      return List.of();
    }
    if (block instanceof TorchBlock torchBlock) {
      return inputs(torchBlock, block.describeInput().valueAt(0));
    }
    if (block instanceof ai.djl.nn.norm.BatchNorm) {
      return List.of(block.describeInput().valueAt(0));
    }
    return block.getChildren().values().stream()
        .flatMap(child -> foreignInputs(child).stream())
        .toList();
  }
}
