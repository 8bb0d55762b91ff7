package podium.workers.training.data;

/** Collects images one after the other; for one thread. */
public final class ImageSetBuilder {
  private final int size;
  private final byte[] pixels;
  private final int[] labels;
  private int count;

  public ImageSetBuilder(int size, int images) {
    this.size = size;
    this.pixels = new byte[Math.multiplyExact(images, size * size * ImageSet.CHANNELS)];
    this.labels = new int[images];
  }

  /** Adds an image, H,W,C. */
  public void add(byte[] image, int label) {
    System.arraycopy(image, 0, pixels, count * image.length, image.length);
    labels[count++] = label;
  }

  /**
   * The set of exactly as many images as were announced.
   *
   * @throws DatasetException when there were fewer
   */
  public ImageSet build() {
    if (count != labels.length) {
      throw new DatasetException(
          "%d images were expected but %d were found; the file is cut off."
              .formatted(labels.length, count));
    }
    return new ImageSet(size, pixels, labels);
  }
}
