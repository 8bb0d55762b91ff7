package podium.workers.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.PaddingMode;

final class BatchesTest {
  private static final List<Double> ZERO = List.of(0.0, 0.0, 0.0);
  private static final List<Double> ONE = List.of(1.0, 1.0, 1.0);

  /** One 2x2 image whose red is 0, 255 / 0, 255 and whose green and blue are 51. */
  private static ImageSet image() {
    byte[] pixels = {0, 51, 51, -1, 51, 51, 0, 51, 51, -1, 51, 51};
    return new ImageSet(2, pixels, new int[] {7});
  }

  @Test
  void batch_ofOneImage_isNormalisedChannelsFirst() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      var format =
          new Batches.Format(2, List.of(0.5, 0.2, 0.0), List.of(0.5, 1.0, 2.0), DataType.FLOAT32);
      var batch = new Batches(format).evaluation(manager, image(), EpochPlan.inOrder(1, 1), 0);

      assertThat(batch.images().toFloatArray())
          .containsExactly(
              new float[] {-1, 1, -1, 1, 0, 0, 0, 0, 0.1f, 0.1f, 0.1f, 0.1f}, within(1e-6f));
      assertThat(batch.labels().toLongArray()).containsExactly(7);
    }
  }

  @Test
  void batch_ofAnotherSize_isResizedBilinear() {
    try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
      var format = new Batches.Format(4, ZERO, ONE, DataType.FLOAT32);
      var batch = new Batches(format).evaluation(manager, image(), EpochPlan.inOrder(1, 1), 0);

      float[] red = batch.images().get("0, 0, 0").toFloatArray();
      assertThat(red).containsExactly(new float[] {0, 0.25f, 0.75f, 1}, within(1e-6f));
    }
  }

  @Test
  void augmentation_ofManyDraws_givesEveryShiftAndMirror() {
    ImageSet set = image();
    var seen =
        IntStream.range(0, 500)
            .mapToObj(
                step -> {
                  ByteBuffer batch = ByteBuffer.allocate(12);
                  SplittableRandom random = EpochPlan.augmentation(1, 1, step);
                  new Augmentation(1, PaddingMode.ZEROS, Augmentation.Flip.RANDOM)
                      .view(0, 1, 1, random)
                      .copy(set, 0, new byte[12], batch);
                  return List.of(
                      (int) batch.get(0),
                      (int) batch.get(3),
                      (int) batch.get(6),
                      (int) batch.get(9));
                })
            .distinct()
            .toList();

    assertThat(seen)
        .contains(List.of(0, -1, 0, -1), List.of(-1, 0, -1, 0)) // as it is; mirrored
        .contains(List.of(0, 0, 0, -1), List.of(0, 0, -1, 0)) // moved down
        .contains(List.of(0, 0, 0, 0)); // moved sideways
  }

  @Test
  void alternatingFlip_mirrorsOneHalfInOddEpochsAndTheOtherInEvenOnes() {
    Augmentation alternating =
        new Augmentation(0, PaddingMode.ZEROS, Augmentation.Flip.ALTERNATING);
    List<List<Boolean>> epochs =
        IntStream.rangeClosed(1, 4)
            .mapToObj(
                epoch ->
                    IntStream.range(0, 1000)
                        .mapToObj(
                            image -> alternating.view(image, 7, epoch, new SplittableRandom()))
                        .map(View::mirrored)
                        .toList())
            .toList();

    assertThat(epochs.get(2)).isEqualTo(epochs.get(0)).isNotEqualTo(epochs.get(1));
    assertThat(epochs.get(3)).isEqualTo(epochs.get(1));
    assertThat(epochs.get(1)).isEqualTo(epochs.get(0).stream().map(is -> !is).toList());
    assertThat(epochs.get(0).stream().filter(is -> is).count()).isBetween(440L, 560L);
    assertThat(alternating.view(3, 7, 1, new SplittableRandom()))
        .isEqualTo(alternating.view(3, 7, 1, new SplittableRandom()));
  }

  @Test
  void epoch_shuffled_holdsEveryImageOnceAndDependsOnSeedAndEpoch() {
    TrainingSplit all = TrainingSplit.of(set(100), 0, 0, 3);
    List<Integer> first = images(all.training(7, 3, 1));

    assertThat(first).hasSize(100).doesNotHaveDuplicates();
    assertThat(images(all.training(7, 3, 1))).isEqualTo(first);
    assertThat(images(all.training(7, 3, 2))).isNotEqualTo(first);
    assertThat(images(all.training(7, 4, 1))).isNotEqualTo(first);
  }

  @Test
  void epoch_ofChosenImages_holdsTheSameOnesEachEpoch() {
    TrainingSplit some = TrainingSplit.of(set(100), 20, 0, 3);
    List<Integer> first = images(some.training(7, 3, 1));
    List<Integer> second = images(some.training(7, 3, 2));

    assertThat(first).hasSize(20).containsExactlyInAnyOrderElementsOf(second);
    assertThat(some.validationImages()).isZero();
  }

  @Test
  void validation_ofAShare_isHeldOutOfEachClassAlikeAndNeverTrainedOn() {
    ImageSet set = set(1000);
    TrainingSplit split = TrainingSplit.of(set, 500, 0.15, 3);
    List<Integer> held = images(split.validation(64));
    List<Integer> trained = images(split.training(64, 3, 1));

    assertThat(held).hasSize(75).isSorted().doesNotContainAnyElementsOf(trained);
    assertThat(trained).hasSize(425).doesNotHaveDuplicates();
    for (int label = 0; label < 4; label++) {
      assertThat(share(set, held, label)).isCloseTo(0.15 * used(set, label), within(1.0));
    }
    List<Integer> used = images(TrainingSplit.of(set, 500, 0, 3).training(64, 3, 1));
    assertThat(Stream.of(held, trained).flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(used);
  }

  @Test
  void validation_ofTheSameSeed_isTheSameAndOfAnotherIsNot() {
    List<Integer> held = images(TrainingSplit.of(set(100), 0, 0.5, 3).validation(8));

    assertThat(images(TrainingSplit.of(set(100), 0, 0.5, 3).validation(8))).isEqualTo(held);
    assertThat(images(TrainingSplit.of(set(100), 0, 0.5, 4).validation(8))).isNotEqualTo(held);
  }

  /** Images of four classes, as many as 4 : 3 : 2 : 1. */
  private static ImageSet set(int images) {
    int[] labels = new int[images];
    Arrays.setAll(labels, i -> i % 10 < 4 ? 0 : i % 10 < 7 ? 1 : i % 10 < 9 ? 2 : 3);
    return new ImageSet(1, new byte[images * ImageSet.CHANNELS], labels);
  }

  private static double share(ImageSet set, List<Integer> images, int label) {
    return images.stream().filter(image -> set.label(image) == label).count();
  }

  private static double used(ImageSet set, int label) {
    return share(set, images(TrainingSplit.of(set, 500, 0, 3).training(64, 3, 1)), label);
  }

  @Test
  void epoch_endingInOneImage_mergesItIntoTheStepBefore() {
    EpochPlan plan = EpochPlan.inOrder(9, 4);

    assertThat(plan.steps()).isEqualTo(2);
    assertThat(plan.step(1)).containsExactly(4, 5, 6, 7, 8);
    assertThat(EpochPlan.inOrder(10, 4).step(2)).containsExactly(8, 9);
  }

  private static List<Integer> images(EpochPlan plan) {
    return IntStream.range(0, plan.steps())
        .flatMap(step -> IntStream.of(plan.step(step)))
        .boxed()
        .toList();
  }
}
