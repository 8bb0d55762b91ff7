package podium.workers.training.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import podium.protocol.experiment.Precision;
import podium.workers.training.random.Randomness;
import podium.workers.training.script.Kernels;
import podium.workers.training.script.TensorList;

/** An initialised model: its block and its named state, on one device; for one thread. */
public final class Network {
  private final Block block;
  private final List<StateEntry> state;
  private final ParameterStore store;
  private final long multiplyAdds;
  private final Kernels kernels;
  private final Precision precision;
  private final boolean imageNetInput;

  private Network(
      Block block,
      List<StateEntry> state,
      ParameterStore store,
      long multiplyAdds,
      Kernels kernels,
      Precision precision,
      boolean imageNetInput) {
    this.block = block;
    this.state = state;
    this.store = store;
    this.multiplyAdds = multiplyAdds;
    this.kernels = kernels;
    this.precision = precision;
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
    Network network = unfilled(model, options, imageSize, seed, manager, dataType);
    if (network.block instanceof TorchBlock) {
      network.state.forEach(entry -> WeightDraws.fill(entry, seed));
    }
    return network;
  }

  /** The same with anything in the parameters of Podium's own blocks. */
  static Network unfilled(
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
    List<StateEntry> state =
        block instanceof TorchBlock torchBlock ? torchBlock.state() : foreignState(block);
    Kernels kernels = Kernels.load(manager);
    layKernels(state, kernels);
    return new Network(
        block,
        state,
        new ParameterStore(manager, false),
        ModelCost.multiplyAdds(block, imageSize),
        kernels,
        Precision.FP32,
        false);
  }

  /**
   * The same network in a precision. Under bfloat16 convolutions and linear layers compute in it,
   * while parameters, statistics and logits stay as they are; a person's own DJL block is not
   * changed by it.
   */
  public Network in(Precision other) {
    return new Network(block, state, store, multiplyAdds, kernels, other, imageNetInput);
  }

  /**
   * Calls those kernels channels-last, as images are, that lie the same way in both layouts: torch
   * goes by what they are called, and finds their gradients up to twice as fast then.
   */
  private static void layKernels(List<StateEntry> state, Kernels kernels) {
    List<NDArray> both =
        state.stream()
            .filter(StateEntry::trained)
            .map(entry -> entry.parameter().getArray())
            .filter(weight -> liesBothWays(weight.getShape()))
            .toList();
    try (TensorList weights = TensorList.of(both)) {
      kernels.channelsLast(weights);
    }
  }

  private static boolean liesBothWays(Shape weight) {
    return weight.dimension() == 4
        && (weight.get(1) == 1 || (weight.get(2) == 1 && weight.get(3) == 1));
  }

  /** The same network as it wants its images when it starts from published ImageNet weights. */
  public Network startedFromWeights(ModelDefinition model) {
    return new Network(
        block, state, store, multiplyAdds, kernels, precision, transformsInput(model.name()));
  }

  /** Whether torchvision's {@code transform_input} is on in a model that started from weights. */
  public static boolean transformsInput(String model) {
    return ImageNetInput.isTakenBy(model);
  }

  private static List<StateEntry> foreignState(Block block) {
    return block.getParameters().stream()
        .map(pair -> new StateEntry(pair.getKey(), pair.getValue(), new Distribution.Constant(0)))
        .toList();
  }

  /** Logits (N, classes) of images (N, 3, H, W). */
  public NDArray forward(NDArray images, boolean training) {
    NDList input = new NDList(imageNetInput ? ImageNetInput.transformed(images) : images);
    PairList<String, Object> options = new PairList<>();
    options.add(TorchBlock.KERNELS, kernels);
    if (precision == Precision.BF16) {
      options.add(TorchBlock.NARROW, true);
    }
    NDArray logits = block.forward(store, input, training, options).head();
    return precision == Precision.BF16 ? kernels.wide(logits) : logits;
  }

  /** Torch's functions beyond DJL's, which live as long as the parameters. */
  public Kernels kernels() {
    return kernels;
  }

  /** Whether a layer is to learn from the data before the training, by {@link #whiten}. */
  public boolean isWhitened() {
    return !whitenings().isEmpty();
  }

  /** Gives the layer its kernels, as {@link Kernels#whitening} makes them of the images. */
  public void whiten(NDArray kernels) {
    whitenings().forEach(layer -> layer.learn(kernels));
  }

  private List<Whitening> whitenings() {
    List<Whitening> found = new ArrayList<>();
    if (block instanceof TorchBlock torchBlock) {
      torchBlock.walk(
          new Shape(1, 3, 1024, 1024),
          (part, input) -> {
            if (part instanceof Whitening layer) {
              found.add(layer);
            }
          });
    }
    return found;
  }

  /** Parameters and batch-norm statistics, in PyTorch's order for Podium's own models. */
  public List<StateEntry> state() {
    return state;
  }

  /** How many numbers are trained. */
  public long trainedParameters() {
    return ModelCost.parameters(state);
  }

  /**
   * Whether some batch norm sees a single value for each channel of images of that size, so that a
   * batch of one cannot be trained; as far as the block tells.
   */
  public boolean normalisesSingleValues(int imageSize) {
    return Normalised.fewest(block, imageSize) <= 1;
  }

  /** The smallest images, above a size, with which a batch of one can be trained. */
  public OptionalInt nextImageForSingles(int imageSize) {
    return Normalised.nextImage(block, imageSize);
  }

  /** Multiplications of one image's forward pass; 0 when the block is not Podium's own. */
  public long multiplyAdds() {
    return multiplyAdds;
  }
}
