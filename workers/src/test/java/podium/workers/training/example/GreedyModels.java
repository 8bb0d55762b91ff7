package podium.workers.training.example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelProvider;

/**
 * Models that ask for more memory than there are addresses, which fails at once: one whatever it is
 * given, the other for more than four images at a time in training.
 */
public final class GreedyModels implements ModelProvider {
  private static final long TOO_MANY = 1L << 46;

  @Override
  public List<ModelDefinition> models() {
    return List.of(model("greedy", -1), model("four_at_most", 4));
  }

  private static ModelDefinition model(String name, int most) {
    return new ModelDefinition(
        name,
        8,
        16,
        options ->
            new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(options.classes()).build())
                .add(new Devouring(most)));
  }

  /** Gives what it gets, if that is of so many images at most. */
  private static final class Devouring extends AbstractBlock {
    private final int most;

    Devouring(int most) {
      this.most = most;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> more) {
      NDArray all = inputs.singletonOrThrow();
      boolean fits = most >= 0 && (!training || all.size(0) <= most);
      return fits ? inputs : new NDList(all.add(tooMuch(all)));
    }

    private static NDArray tooMuch(NDArray all) {
      return all.getManager().zeros(new Shape(TOO_MANY, 1, 1)).sum();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return inputs;
    }
  }
}
