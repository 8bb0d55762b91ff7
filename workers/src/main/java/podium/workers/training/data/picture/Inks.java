package podium.workers.training.data.picture;

import java.awt.image.Raster;

/** Cyan, magenta, yellow and black made red, green and blue as Pillow does it; stateless. */
final class Inks {
  private static final int INKS = 4;

  private Inks() {}

  /** A JPEG of four components, which Adobe's programs, and so all, store inverted. */
  static Picture ofJpeg(Raster raster, boolean ycck) {
    int[] row = new int[raster.getWidth() * INKS];
    byte[] bytes = new byte[raster.getWidth() * raster.getHeight() * Picture.CHANNELS];
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i += INKS, at += Picture.CHANNELS) {
        if (ycck) {
          cmyFromYcc(row, i);
        }
        put(255 - row[i], 255 - row[i + 1], 255 - row[i + 2], row[i + 3], bytes, at);
      }
    }
    return new Picture(raster.getWidth(), raster.getHeight(), bytes);
  }

  /** JFIF's conversion, of which Adobe stores the complement. */
  private static void cmyFromYcc(int[] row, int i) {
    double luminance = row[i];
    double blue = row[i + 1] - 128;
    double red = row[i + 2] - 128;
    row[i] = 255 - clamped(luminance + 1.402 * red);
    row[i + 1] = 255 - clamped(luminance - 0.344136 * blue - 0.714136 * red);
    row[i + 2] = 255 - clamped(luminance + 1.772 * blue);
  }

  private static int clamped(double value) {
    return Math.clamp(Math.round(value), 0, 255);
  }

  /** Inks on white paper; {@code light} is what black leaves of it. */
  static void put(int cyan, int magenta, int yellow, int light, byte[] bytes, int at) {
    bytes[at] = (byte) (light - share(cyan, light));
    bytes[at + 1] = (byte) (light - share(magenta, light));
    bytes[at + 2] = (byte) (light - share(yellow, light));
  }

  /** a * b / 255, rounded. */
  private static int share(int a, int b) {
    return (a * b + 127) / 255;
  }
}
