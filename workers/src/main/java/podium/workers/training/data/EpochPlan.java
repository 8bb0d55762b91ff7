package podium.workers.training.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import podium.workers.training.random.Randomness;

/** Which images make up each step of an epoch; a function of (seed, epoch), immutable. */
public final class EpochPlan {
  private final int[] order;
  private final int batchSize;

  private EpochPlan(int[] order, int batchSize) {
    this.order = order;
    this.batchSize = batchSize;
  }

  /**
   * A shuffled epoch of training.
   *
   * @param chosen how many images of the set are trained on: the first of a permutation by the
   *     seed, the same in every epoch
   */
  public static EpochPlan shuffled(int images, int chosen, int batchSize, long seed, int epoch) {
    int[] choice = new int[images];
    Arrays.setAll(choice, i -> i);
    if (chosen < images) {
      choice =
          Arrays.copyOf(
              Randomness.permutation(images, Randomness.stream(seed, "train images")), chosen);
    }
    int[] shuffle =
        Randomness.permutation(choice.length, Randomness.stream(seed, "shuffle", epoch));
    int[] order = new int[shuffle.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = choice[shuffle[i]];
    }
    return new EpochPlan(order, batchSize);
  }

  /** Every image once, in the set's order, for evaluation. */
  public static EpochPlan inOrder(int images, int batchSize) {
    int[] order = new int[images];
    Arrays.setAll(order, i -> i);
    return new EpochPlan(order, batchSize);
  }

  public int images() {
    return order.length;
  }

  /**
   * How many steps there are. A last batch of a single image is merged into the one before, since
   * batch norm cannot train on one value.
   */
  public int steps() {
    int steps = Math.ceilDiv(order.length, batchSize);
    boolean single = order.length % batchSize == 1 && batchSize > 1 && steps > 1;
    return single ? steps - 1 : steps;
  }

  /** The images of a step, from 0. */
  int[] step(int step) {
    int end = step == steps() - 1 ? order.length : (step + 1) * batchSize;
    return Arrays.copyOfRange(order, step * batchSize, end);
  }

  /** The random numbers of a step's augmentation. */
  static SplittableRandom augmentation(long seed, int epoch, int step) {
    return Randomness.stream(seed, "augmentation", epoch, step);
  }
}
