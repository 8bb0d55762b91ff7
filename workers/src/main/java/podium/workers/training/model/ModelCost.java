package podium.workers.training.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * How large a model is and what one image costs it; immutable.
 *
 * @param parameters how many numbers are trained
 * @param multiplyAdds multiplications of convolutions and linear layers in the forward pass of one
 *     image; 0 when unknown, as of blocks that are not Podium's own
 */
public record ModelCost(long parameters, long multiplyAdds) {

  /**
   * The cost for square images of that size, in pixels, found without the engine for Podium's own
   * blocks.
   */
  public static ModelCost of(ModelDefinition model, ModelOptions options, int imageSize) {
    Block block = model.factory().create(options);
    if (block instanceof TorchBlock torchBlock) {
      return new ModelCost(parameters(torchBlock.state()), multiplyAdds(block, imageSize));
    }
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      Network network = Network.create(model, options, imageSize, 1, manager, DataType.FLOAT32);
      return new ModelCost(network.trainedParameters(), network.multiplyAdds());
    }
  }

  static long multiplyAdds(Block block, int imageSize) {
    LongAdder sum = new LongAdder();
    if (block instanceof TorchBlock torchBlock) {
      torchBlock.walk(
          new Shape(1, 3, imageSize, imageSize),
          (part, input) -> sum.add(part.multiplyAdds(input)));
    }
    return sum.sum();
  }

  static long parameters(List<StateEntry> state) {
    return state.stream()
        .filter(StateEntry::trained)
        .mapToLong(entry -> entry.parameter().getShape().size())
        .sum();
  }
}
