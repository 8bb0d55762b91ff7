package podium.workers.training.data.picture;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where on its screen a GIF's first frame stands (GIF89a, sections 18 and 20); immutable.
 *
 * @param width of the screen in pixels
 * @param left first column of the frame
 */
record GifScreen(int width, int height, int left, int top) {
  private static final int EXTENSION = 0x21;
  private static final int FRAME = 0x2C;
  private static final int HEAD = 13;

  /** Nothing when it is no GIF or has no frame. */
  static Optional<GifScreen> of(byte[] file) {
    if (file.length < HEAD || file[0] != 'G' || file[1] != 'I' || file[2] != 'F') {
      return Optional.empty();
    }
    int flags = at(file, 10);
    int at = HEAD + ((flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1));
    while (at(file, at) == EXTENSION) {
      at += 2;
      while (at(file, at) != 0) {
        at += at(file, at) + 1;
      }
      at++;
    }
    return at(file, at) == FRAME
        ? Optional.of(
            new GifScreen(
                number(file, 6), number(file, 8), number(file, at + 1), number(file, at + 3)))
        : Optional.empty();
  }

  long pixels() {
    return (long) width * height;
  }

  /** The frame on its screen; around it the transparent colour, else the first one. */
  BufferedImage with(BufferedImage frame) {
    if ((frame.getWidth() == width && frame.getHeight() == height)
        || !(frame.getColorModel() instanceof IndexColorModel palette)) {
      return frame;
    }
    WritableRaster raster = palette.createCompatibleWritableRaster(width, height);
    int[] around = new int[width];
    Arrays.fill(around, Math.max(0, palette.getTransparentPixel()));
    for (int y = 0; y < height; y++) {
      raster.setSamples(0, y, width, 1, 0, around);
    }
    int shownWidth = Math.min(frame.getWidth(), width - left);
    int shownHeight = Math.min(frame.getHeight(), height - top);
    if (shownWidth > 0 && shownHeight > 0) {
      raster.setDataElements(
          left, top, frame.getRaster().createChild(0, 0, shownWidth, shownHeight, 0, 0, null));
    }
    return new BufferedImage(palette, raster, false, null);
  }

  private static int number(byte[] file, int at) {
    return at(file, at) | at(file, at + 1) << 8;
  }

  private static int at(byte[] file, int at) {
    return at < file.length ? file[at] & 0xFF : 0;
  }
}
