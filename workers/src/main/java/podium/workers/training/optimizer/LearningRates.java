package podium.workers.training.optimizer;

import podium.protocol.experiment.Recipe;

/**
 * The learning rate of each epoch, as PyTorch's schedulers stepped once an epoch; stateless.
 *
 * <p>Warm-up over W epochs trains epoch e (from 1) with e/W of the full rate, torch's {@code
 * LinearLR(start_factor=1/W, total_iters=W-1)}. The schedule proper begins after it: cosine as
 * {@code CosineAnnealingLR(T_max=epochs-W)}, step as {@code StepLR}.
 */
public final class LearningRates {
  private LearningRates() {}

  /** The rate in an epoch, counted from 1. */
  public static double at(Recipe recipe, int epoch) {
    int warmup = recipe.warmupEpochs();
    if (epoch <= warmup) {
      return recipe.learningRate() * epoch / warmup;
    }
    int passed = epoch - 1 - warmup;
    return recipe.learningRate()
        * switch (recipe.schedule()) {
          case CONSTANT -> 1;
          case COSINE -> (1 + Math.cos(Math.PI * passed / (recipe.epochs() - warmup))) / 2;
          case STEP -> Math.pow(recipe.stepFactor(), Math.floorDiv(passed, recipe.stepEpochs()));
        };
  }
}
