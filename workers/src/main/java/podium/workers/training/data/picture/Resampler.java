package podium.workers.training.data.picture;

/**
 * Resizes as Pillow's BILINEAR does: a triangle that widens with the shrinking, so that every pixel
 * counts, first along rows, then along columns, rounded to bytes after each; stateless.
 */
final class Resampler {
  // why: Pillow's own precision, so that both round alike
  private static final int PRECISION = 22;
  private static final int HALF = 1 << (PRECISION - 1);

  /**
   * Which inputs one output is made of.
   *
   * @param first the first of them
   * @param weights of each, whole numbers that sum to about 2^22
   */
  @SuppressWarnings("ArrayRecordComponent") // why: private to this class and never compared
  private record Window(int first, int[] weights) {}

  private Resampler() {}

  /** The picture brought to a size, not keeping its aspect. */
  static Picture resized(Picture picture, int width, int height) {
    Picture narrow =
        picture.width() == width ? picture : alongRows(picture, windows(picture.width(), width));
    return narrow.height() == height
        ? narrow
        : alongColumns(narrow, windows(narrow.height(), height));
  }

  private static Window[] windows(int from, int to) {
    Window[] windows = new Window[to];
    double scale = (double) from / to;
    double support = Math.max(scale, 1);
    for (int i = 0; i < to; i++) {
      double centre = (i + 0.5) * scale;
      int first = Math.max(0, (int) (centre - support + 0.5));
      int end = Math.min(from, (int) (centre + support + 0.5));
      windows[i] = new Window(first, weights(first, end, centre, support));
    }
    return windows;
  }

  private static int[] weights(int first, int end, double centre, double support) {
    double[] shares = new double[end - first];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.max(0, 1 - Math.abs((i + first - centre + 0.5) / support));
      sum += shares[i];
    }
    int[] weights = new int[shares.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (int) (0.5 + shares[i] / sum * (1 << PRECISION));
    }
    return weights;
  }

  private static Picture alongRows(Picture picture, Window[] windows) {
    byte[] from = picture.bytes();
    int stride = picture.width() * Picture.CHANNELS;
    byte[] to = new byte[picture.height() * windows.length * Picture.CHANNELS];
    int at = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (Window window : windows) {
        int red = HALF;
        int green = HALF;
        int blue = HALF;
        int source = y * stride + window.first() * Picture.CHANNELS;
        for (int weight : window.weights()) {
          red += weight * (from[source++] & 0xFF);
          green += weight * (from[source++] & 0xFF);
          blue += weight * (from[source++] & 0xFF);
        }
        to[at++] = rounded(red);
        to[at++] = rounded(green);
        to[at++] = rounded(blue);
      }
    }
    return new Picture(windows.length, picture.height(), to);
  }

  private static Picture alongColumns(Picture picture, Window[] windows) {
    byte[] from = picture.bytes();
    int stride = picture.width() * Picture.CHANNELS;
    byte[] to = new byte[windows.length * stride];
    int[] sums = new int[stride];
    int at = 0;
    for (Window window : windows) {
      java.util.Arrays.fill(sums, HALF);
      int source = window.first() * stride;
      for (int weight : window.weights()) {
        for (int i = 0; i < stride; i++) {
          sums[i] += weight * (from[source++] & 0xFF);
        }
      }
      for (int sum : sums) {
        to[at++] = rounded(sum);
      }
    }
    return new Picture(picture.width(), windows.length, to);
  }

  private static byte rounded(int sum) {
    return (byte) Math.min(255, sum >> PRECISION);
  }
}
