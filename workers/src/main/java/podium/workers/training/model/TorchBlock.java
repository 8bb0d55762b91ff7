package podium.workers.training.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import podium.workers.training.script.Kernels;

/**
 * A DJL block of one input and one output whose parameters carry PyTorch's names and first-value
 * distributions; built once, then used by one thread.
 */
public abstract class TorchBlock extends AbstractBlock {
  /** The option of a forward pass that holds torch's functions beyond DJL's. */
  static final String KERNELS = "kernels";

  /** The option of a forward pass that is there where it computes in bfloat16. */
  static final String NARROW = "narrow";

  private final Map<String, StateEntry> ownState = new LinkedHashMap<>();
  private final List<Part> parts = new ArrayList<>();

  private record Part(String name, TorchBlock block) {}

  /**
   * A forward pass.
   *
   * @param store holds the parameters' arrays
   * @param inBfloat16 whether convolutions and linear layers compute in it
   */
  protected record Pass(
      ParameterStore store, boolean training, Kernels kernels, boolean inBfloat16) {
    /** What computes in bfloat16, where it is wanted. */
    Optional<Kernels> narrow() {
      return inBfloat16 ? Optional.of(kernels) : Optional.empty();
    }

    NDArray value(NDArray input, Parameter parameter) {
      return store.getValue(parameter, input.getDevice(), training);
    }
  }

  /** The output for one input, both N,C,H,W or N,C. */
  protected abstract NDArray apply(Pass pass, NDArray input);

  /** The output's shape for an input's shape. */
  protected abstract Shape shapeAfter(Shape input);

  /**
   * Multiplications of the forward pass of one image, those of convolutions and linear layers, as
   * papers count them; 0 for a block that has none, or whose parts are shown by {@link #walk}.
   */
  protected long multiplyAdds(Shape input) {
    return 0;
  }

  /** Shows this block, or its parts in its place, each with the shape of its input. */
  protected void walk(Shape input, BiConsumer<TorchBlock, Shape> seen) {
    seen.accept(this, input);
  }

  /** The state (parameters and statistics) in PyTorch's order and under PyTorch's names. */
  public final List<StateEntry> state() {
    List<StateEntry> state = new ArrayList<>();
    collect("", state);
    return List.copyOf(state);
  }

  /**
   * Closes what was made on the way from an input to an output, unless it is one of these. torch
   * keeps by itself what gradients will be had of, which is much less than all of it.
   */
  @SuppressWarnings("ReferenceEquality") // why: arrays are equal when their numbers are
  static void letGo(NDArray made, NDArray... unless) {
    for (NDArray kept : unless) {
      if (made == kept) {
        return;
      }
    }
    made.close();
  }

  /** Registers a part; an empty name adds nothing to the names below it. */
  protected final <B extends TorchBlock> B part(String name, B block) {
    addChildBlock(name, block);
    parts.add(new Part(name, block));
    return block;
  }

  /** Registers a parameter of this block. */
  protected final Parameter parameter(
      String name, Parameter.Type type, Shape shape, boolean trained, Distribution filling) {
    Parameter parameter =
        addParameter(
            Parameter.builder()
                .setName(name)
                .setType(type)
                .optShape(shape)
                .optRequiresGrad(trained)
                // why: filled by name afterwards, so what lies in the memory does not matter
                .optInitializer(NDManager::create)
                .build());
    ownState.put(name, new StateEntry(name, parameter, filling));
    return parameter;
  }

  private void collect(String prefix, List<StateEntry> state) {
    ownState.values().forEach(entry -> state.add(entry.under(prefix)));
    parts.forEach(
        part ->
            part.block()
                .collect(part.name().isEmpty() ? prefix : prefix + part.name() + ".", state));
  }

  @Override
  protected final NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> options) {
    if (options == null || !(options.get(KERNELS) instanceof Kernels kernels)) {
      throw new IllegalStateException("Podium's blocks compute as parts of a Network alone");
    }
    Pass pass = new Pass(store, training, kernels, options.get(NARROW) != null);
    return new NDList(apply(pass, inputs.singletonOrThrow()));
  }

  @Override
  public final Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {shapeAfter(inputs[0])};
  }

  @Override
  protected final void initializeChildBlocks(
      NDManager manager, DataType dataType, Shape... inputs) {
    parts.forEach(part -> part.block().initialize(manager, dataType, inputs));
  }
}
