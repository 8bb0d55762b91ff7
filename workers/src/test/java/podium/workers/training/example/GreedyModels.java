package podium.workers.training.example;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.List;
import podium.workers.training.model.ModelDefinition;
import podium.workers.training.model.ModelProvider;

/** A model that asks for more memory than there are addresses, which fails at once. */
public final class GreedyModels implements ModelProvider {
  private static final long TOO_MANY = 1L << 46;

  @Override
  public List<ModelDefinition> models() {
    return List.of(
        new ModelDefinition(
            "greedy",
            8,
            16,
            options ->
                new SequentialBlock()
                    .add(Blocks.batchFlattenBlock())
                    .add(Linear.builder().setUnits(options.classes()).build())
                    .add(GreedyModels::devour)));
  }

  private static NDList devour(NDList logits) {
    NDArray first = logits.singletonOrThrow();
    return new NDList(first.add(first.getManager().zeros(new Shape(TOO_MANY, 1, 1)).sum()));
  }
}
