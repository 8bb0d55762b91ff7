package podium.workers.training.data;

import java.util.Arrays;

/** Labelled square RGB images as one array of bytes, N,H,W,C; never changed once built. */
public final class ImageSet {
  /** Red, green and blue. */
  public static final int CHANNELS = 3;

  private final int size;
  private final byte[] pixels;
  private final int[] labels;

  /**
   * Wraps the arrays, which nobody may change afterwards.
   *
   * @param size height and width of each image
   * @param pixels N,H,W,C
   * @param labels N class numbers from 0
   */
  public ImageSet(int size, byte[] pixels, int[] labels) {
    if (pixels.length != (long) labels.length * size * size * CHANNELS) {
      throw new IllegalArgumentException(
          "%d bytes do not hold %d images of %d x %d x %d"
              .formatted(pixels.length, labels.length, size, size, CHANNELS));
    }
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

  /** Bytes of one image. */
  int imageBytes() {
    return size * size * CHANNELS;
  }

  /** The pixels, N,H,W,C; to be read only. */
  public byte[] pixels() {
    return pixels;
  }

  /** The labels; to be read only. */
  public int[] labels() {
    return labels;
  }
}
