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

  /** These images once each, in an order of the epoch's own. */
  static EpochPlan shuffled(int[] images, int batchSize, long seed, int epoch) {
    int[] shuffle =
        Randomness.permutation(images.length, Randomness.stream(seed, "shuffle", epoch));
    int[] order = new int[shuffle.length];
    Arrays.setAll(order, i -> images[shuffle[i]]);
    return new EpochPlan(order, batchSize);
  }

  /** Every image once, in the set's order, for evaluation. */
  public static EpochPlan inOrder(int images, int batchSize) {
    int[] order = new int[images];
    Arrays.setAll(order, i -> i);
    return new EpochPlan(order, batchSize);
  }

  /** These images once each, as they are given. */
  static EpochPlan inOrder(int[] images, int batchSize) {
    return new EpochPlan(images.clone(), batchSize);
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
    return Arrays.copyOfRange(order, step * batchSize, end(step));
  }

  /** How many images the steps from one on, up to another, have. */
  public int images(int from, int to) {
    return end(to - 1) - from * batchSize;
  }

  private int end(int step) {
    return step == steps() - 1 ? order.length : (step + 1) * batchSize;
  }

  /** The random numbers of a step's augmentation. */
  static SplittableRandom augmentation(long seed, int epoch, int step) {
    return Randomness.stream(seed, "augmentation", epoch, step);
  }
}
