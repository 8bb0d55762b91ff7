package podium.workers.training.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import podium.workers.training.random.Randomness;

/**
 * Which training images are trained on and which are held out to choose the best epoch by; a
 * function of the set, the wishes and the seed, the same in every epoch. Immutable.
 */
public final class TrainingSplit {
  private final int[] training;
  private final int[] validation;

  private TrainingSplit(int[] training, int[] validation) {
    this.training = training;
    this.validation = validation;
  }

  /**
   * Splits a set.
   *
   * @param limit how many images of the set are used at all: the first of a permutation by the
   *     seed; 0 means all
   * @param share of those, in [0, 1), that is held out, rounded down; of each class its share, give
   *     or take one image
   */
  public static TrainingSplit of(ImageSet set, int limit, double share, long seed) {
    int[] used = used(set.count(), limit, seed);
    int held = (int) (share * used.length);
    if (held == 0) {
      return new TrainingSplit(used, new int[0]);
    }
    int[] byClass =
        Arrays.stream(Randomness.permutation(used.length, Randomness.stream(seed, "validation")))
            .mapToObj(place -> used[place])
            .sorted(Comparator.comparingInt(set::label))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean[] isHeld = new boolean[set.count()];
    for (long i = 0; i < byClass.length; i++) {
      // why: of images in the order of their class, evenly spaced ones
      isHeld[byClass[(int) i]] = (i + 1) * held / byClass.length > i * held / byClass.length;
    }
    return new TrainingSplit(
        IntStream.of(used).filter(image -> !isHeld[image]).toArray(),
        IntStream.of(used).filter(image -> isHeld[image]).sorted().toArray());
  }

  private static int[] used(int images, int limit, long seed) {
    return limit == 0 || limit >= images
        ? IntStream.range(0, images).toArray()
        : Arrays.copyOf(
            Randomness.permutation(images, Randomness.stream(seed, "train images")), limit);
  }

  /** How many images are trained on. */
  public int trainImages() {
    return training.length;
  }

  /** How many images are held out. */
  public int validationImages() {
    return validation.length;
  }

  /** An epoch of training in an order of its own, a function of (seed, epoch). */
  public EpochPlan training(int batchSize, long seed, int epoch) {
    return EpochPlan.shuffled(training, batchSize, seed, epoch);
  }

  /** At most so many of the images that are trained on, evenly spaced among them. */
  public EpochPlan sample(int most, int batchSize) {
    int count = Math.min(most, training.length);
    return EpochPlan.inOrder(
        IntStream.range(0, count)
            .map(i -> training[(int) ((long) i * training.length / count)])
            .toArray(),
        batchSize);
  }

  /** Every image held out, once, in the set's order. */
  public EpochPlan validation(int batchSize) {
    return EpochPlan.inOrder(validation, batchSize);
  }
}
