package my.team;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.List;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelOptions;
import podium.workers.training.model.ModelProvider;

/** Models of one's own with the mistakes that people make; outside of Podium's packages. */
public final class TeamModels implements ModelProvider {
  private static final int NARROW = 5;

  @Override
  public List<ModelDefinition> models() {
    return List.of(
        new ModelDefinition("team_narrow", 8, 16, options -> head(NARROW)),
        new ModelDefinition("team_flat", 8, 16, options -> Linear.builder().setUnits(2).build()),
        new ModelDefinition("team_throws", 8, 16, TeamModels::lookUp),
        new ModelDefinition("team_late", 8, 16, options -> head(options.classes()).add(new Late())),
        new ModelDefinition("team_norm", 8, 16, options -> normed(BatchNorm.builder().build())),
        new ModelDefinition("team_hidden_norm", 8, 16, options -> normed(new Hidden())));
  }

  private static SequentialBlock head(int outputs) {
    return new SequentialBlock()
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(outputs).build());
  }

  private static Block normed(Block norm) {
    return new SequentialBlock()
        .add(Pool.globalAvgPool2dBlock())
        .add(norm)
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(10).build());
  }

  private static Block lookUp(ModelOptions options) {
    throw new IllegalStateException("no such table");
  }

  /** Fails at a call that depends on nothing but its input. */
  private static final class Late extends AbstractBlock {
    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      return new NDList(List.<NDArray>of().getFirst());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return inputShapes;
    }
  }

  /** A batch norm that no walk over blocks finds. */
  private static final class Hidden extends AbstractBlock {
    private final BatchNorm norm = BatchNorm.builder().build();

    @Override
    public void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
      norm.initialize(manager, type, inputs);
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      return norm.forward(store, inputs, training);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return inputShapes;
    }
  }
}
