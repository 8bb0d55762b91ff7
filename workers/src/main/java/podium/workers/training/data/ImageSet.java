package podium.workers.training.data;

import java.util.Arrays;

/** Labelled square RGB images as bytes, N,H,W,C; never changed once built. */
public final class ImageSet {
  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  private final int size;
  private final Pixels pixels;
  private final int[] labels;

  /**
   * Wraps the arrays, which nobody may change afterwards.
   *
   * @param size height and width of each image
   * @param pixels N,H,W,C
   * @param labels N class numbers from 0
   */
  public ImageSet(int size, byte[] pixels, int[] labels) {
    this(size, new Pixels.InMemory(pixels, size * size * CHANNELS), labels);
    if (pixels.length != (long) labels.length * size * size * CHANNELS) {
      throw new IllegalArgumentException(
          "%d bytes do not hold %d images of %d x %d x %d"
              .formatted(pixels.length, labels.length, size, size, CHANNELS));
    }
  }

  /** The same of pixels that lie elsewhere. */
  public ImageSet(int size, Pixels pixels, int[] labels) {
    this.size = size;
    this.pixels = pixels;
    this.labels = labels;
  }

  public int count() {
    return labels.length;
  }

  /** Height and width of each image, in pixels. */
  public int size() {
    return size;
  }

  public int label(int image) {
    return labels[image];
  }

  /** One past the largest label. */
  int labelBound() {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }

  /** The smallest label; 0 where there are none. */
  int lowestLabel() {
    return Arrays.stream(labels).min().orElse(0);
  }

  /** Bytes of one image. */
  public int imageBytes() {
    return size * size * CHANNELS;
  }

  /** Copies an image, H,W,C, to the start of {@code to}. */
  public void read(int image, byte[] to) {
    pixels.read(image, to);
  }
}
