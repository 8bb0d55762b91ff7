package podium.workers.training.data;

/** Collects images one after the other; for one thread. */
public final class ImageSetBuilder {
  private final int size;
  private final byte[] pixels;
  private final int[] labels;
  private int count;

  public ImageSetBuilder(int size, int images) {
    this.size = size;
    long bytes = (long) images * size * size * ImageSet.CHANNELS;
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new DatasetException(
          "%d images of %d x %d pixels take %d bytes; a data set of this kind may take 2 GB. Take a smaller one."
              .formatted(images, size, size, bytes));
    }
    this.pixels = new byte[(int) bytes];
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
