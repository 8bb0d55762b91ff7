package podium.workers.training.optimizer;

import podium.protocol.experiment.Recipe;

/**
 * The learning rate of each epoch, or of each step, as PyTorch's schedulers give it that are
 * stepped as often; stateless.
 *
 * <p>Warm-up over W epochs trains epoch e (from 1) with e/W of the full rate, torch's {@code
 * LinearLR(start_factor=1/W, total_iters=W-1)}. The schedule proper begins after it: cosine as
 * {@code CosineAnnealingLR(T_max=epochs-W)}, step as {@code StepLR}.
 *
 * <p>Steps are counted from 0 over all epochs. Linear is {@code LinearLR(1, 0)} over all of them,
 * onecycle {@code OneCycleLR} without its momentum, and triangle rises to the step that peakShare
 * names and falls to 0 behind the last one.
 */
public final class LearningRates {
  /** torch's div_factor and, below, the reciprocal of its final_div_factor. */
  private static final double FIRST = 25;

  private static final double LOWEST = 1e-4;

  private LearningRates() {}

  /** The rate of an epoch's first step; epochs count from 1. */
  public static double at(Recipe recipe, int epoch, int steps) {
    return rate(recipe, recipe.epochs(), epoch, 0, steps);
  }

  /**
   * The rates of a step.
   *
   * @param epoch counted from 1
   * @param step counted from 0 in the epoch
   * @param steps how many an epoch has
   */
  public static Rates at(Recipe recipe, int epoch, int step, int steps) {
    double all = rate(recipe, recipe.epochs(), epoch, step, steps);
    if (recipe.firstLayerEpochs() == 0) {
      return new Rates(all, all);
    }
    return new Rates(
        all,
        epoch > recipe.firstLayerEpochs()
            ? 0
            : rate(recipe, recipe.firstLayerEpochs(), epoch, step, steps));
  }

  private static double rate(Recipe recipe, int epochs, int epoch, int step, int steps) {
    int warmup = recipe.warmupEpochs();
    if (epoch <= warmup) {
      return recipe.learningRate() * epoch / warmup;
    }
    int passed = epoch - 1 - warmup;
    double all = (double) epochs * steps;
    double done = (double) (epoch - 1) * steps + step;
    return recipe.learningRate()
        * switch (recipe.schedule()) {
          case CONSTANT -> 1;
          case COSINE -> (1 + Math.cos(Math.PI * passed / (epochs - warmup))) / 2;
          case STEP -> Math.pow(recipe.stepFactor(), Math.floorDiv(passed, recipe.stepEpochs()));
          case LINEAR -> 1 - done / all;
          case TRIANGLE -> triangle(done, all, Math.rint(recipe.peakShare() * all));
          case ONECYCLE -> oneCycle(done, all, recipe.peakShare() * all - 1);
        };
  }

  private static double triangle(double done, double all, double top) {
    return done <= top ? (done + 1) / (top + 1) : (all - done) / (all - top);
  }

  private static double oneCycle(double done, double all, double top) {
    double last = LOWEST / FIRST;
    return done < top
        ? between(1 / FIRST, 1, done / top)
        : between(1, last, all - 1 == top ? 0 : (done - top) / (all - 1 - top));
  }

  /** From one number to another along half a cosine. */
  private static double between(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
  }
}
