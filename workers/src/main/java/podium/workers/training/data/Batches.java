package podium.workers.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import podium.workers.training.tensor.Tensors;

/** Makes the tensors of batches, reusing one buffer; for one thread. */
public final class Batches {
  // why: the place of BILINEAR in DJL's Image.Interpolation, which its API takes as a number
  private static final int BILINEAR = 1;

  private final Format format;
  private ByteBuffer bytes = Tensors.allocate(0);
  private byte[] whole = new byte[0];

  /**
   * What the model is to see.
   *
   * @param imageSize height and width in pixels; images of another size are resized, bilinear and
   *     smoothed where they shrink, as torchvision does
   * @param mean per-channel mean, of values in 0..1
   * @param std per-channel standard deviation
   */
  public record Format(int imageSize, List<Double> mean, List<Double> std, DataType type) {}

  /**
   * A batch.
   *
   * @param images N,3,H,W with channels last in memory, which convolutions compute faster
   * @param labels N, 64-bit integers
   */
  public record Batch(NDArray images, NDArray labels) {
    public int count() {
      return Math.toIntExact(labels.size());
    }
  }

  public Batches(Format format) {
    this.format = format;
  }

  /** A batch of training images, augmented as a function of (seed, epoch, step). */
  public Batch training(
      NDManager manager,
      ImageSet set,
      EpochPlan plan,
      Augmentation augmentation,
      long seed,
      int epoch,
      int step) {
    SplittableRandom random = EpochPlan.augmentation(seed, epoch, step);
    return make(
        manager, set, plan.step(step), image -> augmentation.view(image, seed, epoch, random));
  }

  /** A batch of test images as they are. */
  public Batch evaluation(NDManager manager, ImageSet set, EpochPlan plan, int step) {
    return evaluation(manager, set, plan, step, View.PLAIN);
  }

  /** A batch of test images, all seen alike. */
  public Batch evaluation(NDManager manager, ImageSet set, EpochPlan plan, int step, View view) {
    return make(manager, set, plan.step(step), image -> view);
  }

  private Batch make(NDManager manager, ImageSet set, int[] images, IntFunction<View> views) {
    long needed = (long) images.length * set.imageBytes();
    if (needed > Integer.MAX_VALUE - 8) {
      throw new DatasetException(
          "a batch of %d images of %d pixels has %d bytes, and at most 2 GB fit; set a smaller batchSize or imageSize"
              .formatted(images.length, set.size(), needed));
    }
    ByteBuffer pixels = buffer((int) needed);
    long[] labels = new long[images.length];
    if (whole.length < set.imageBytes()) {
      whole = new byte[set.imageBytes()];
    }
    for (int i = 0; i < images.length; i++) {
      views.apply(images[i]).copy(set, images[i], whole, pixels);
      labels[i] = set.label(images[i]);
    }
    Shape shape = new Shape(images.length, set.size(), set.size(), ImageSet.CHANNELS);
    NDArray raw = manager.create(pixels.flip(), shape, DataType.UINT8);
    return new Batch(sized(normalised(manager, raw).transpose(0, 3, 1, 2)), manager.create(labels));
  }

  private ByteBuffer buffer(int size) {
    if (bytes.capacity() < size) {
      bytes = Tensors.allocate(size);
    }
    return bytes.clear().slice(0, size).order(bytes.order());
  }

  /** (value / 255 - mean) / std. */
  private NDArray normalised(NDManager manager, NDArray raw) {
    return raw.toType(format.type(), true)
        .divi(channels(manager, List.of(255.0, 255.0, 255.0)))
        .subi(channels(manager, format.mean()))
        .divi(channels(manager, format.std()));
  }

  private NDArray channels(NDManager manager, List<Double> values) {
    double[] numbers = values.stream().mapToDouble(Double::doubleValue).toArray();
    return manager.create(numbers).toType(format.type(), false);
  }

  private NDArray sized(NDArray images) {
    int size = format.imageSize();
    if (images.getShape().get(2) == size) {
      return images;
    }
    return images.getNDArrayInternal().interpolation(new long[] {size, size}, BILINEAR, false);
  }
}
