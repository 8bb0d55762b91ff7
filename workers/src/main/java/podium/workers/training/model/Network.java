package podium.workers.training.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.List;
import podium.workers.training.random.Randomness;

/** An initialised model: its block and its named state, on one device; for one thread. */
public final class Network {
  private final Block block;
  private final List<StateEntry> state;
  private final ParameterStore store;
  private final boolean imageNetInput;

  private Network(
      Block block, List<StateEntry> state, ParameterStore store, boolean imageNetInput) {
    this.block = block;
    this.state = state;
    this.store = store;
    this.imageNetInput = imageNetInput;
  }

  /**
   * Builds a model with its first weights, a function of the seed alone for Podium's own blocks.
   *
   * @param manager owns the parameters, and so says on which device they lie
   * @param imageSize height and width of the images, in pixels
   */
  public static Network create(
      ModelDefinition model,
      ModelOptions options,
      int imageSize,
      long seed,
      NDManager manager,
      DataType dataType) {
    Block block = model.factory().create(options);
    // why: a person's own DJL block draws its first weights from torch's generator
    Engine.getInstance().setRandomSeed((int) Randomness.mixed(seed, "first weights"));
    block.initialize(manager, dataType, new Shape(1, 3, imageSize, imageSize));
    List<StateEntry> state;
    if (block instanceof TorchBlock torchBlock) {
      state = torchBlock.state();
      state.forEach(entry -> FirstValues.fill(entry, seed));
    } else {
      state = foreignState(block);
    }
    return new Network(block, state, new ParameterStore(manager, false), false);
  }

  /** The same network as it wants its images when it starts from published ImageNet weights. */
  public Network startedFromWeights(ModelDefinition model) {
    return new Network(block, state, store, transformsInput(model.name()));
  }

  /** Whether torchvision's {@code transform_input} is on in a model that started from weights. */
  public static boolean transformsInput(String model) {
    return ImageNetInput.isTakenBy(model);
  }

  private static List<StateEntry> foreignState(Block block) {
    return block.getParameters().stream()
        .map(pair -> new StateEntry(pair.getKey(), pair.getValue(), new Filling.Constant(0)))
        .toList();
  }

  /** Logits (N, classes) of images (N, 3, H, W). */
  public NDArray forward(NDArray images, boolean training) {
    NDArray input = imageNetInput ? ImageNetInput.transformed(images) : images;
    return block.forward(store, new NDList(input), training).head();
  }

  /** Parameters and batch-norm statistics, in PyTorch's order for Podium's own models. */
  public List<StateEntry> state() {
    return state;
  }

  /** How many numbers are trained. */
  public long trainedParameters() {
    return state.stream()
        .filter(StateEntry::trained)
        .map(StateEntry::parameter)
        .map(Parameter::getShape)
        .mapToLong(Shape::size)
        .sum();
  }
}
