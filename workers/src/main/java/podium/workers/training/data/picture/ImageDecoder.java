package podium.workers.training.data.picture;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.ImageSet;

/** Turns encoded images into square RGB bytes; stateless, for any number of threads. */
public final class ImageDecoder {
  private static final long MOST_PIXELS = 100_000_000;

  private ImageDecoder() {}

  /** The smaller of an image's height and width, in pixels. */
  public static int shorterSide(String name, byte[] encoded) {
    BufferedImage image = read(name, encoded);
    return Math.min(image.getWidth(), image.getHeight());
  }

  /** The image brought to size x size (not keeping its aspect), H,W,C. */
  public static byte[] decode(String name, byte[] encoded, int size) {
    BufferedImage image = resized(read(name, encoded), size);
    int[] colours = image.getRGB(0, 0, size, size, null, 0, size);
    byte[] bytes = new byte[colours.length * ImageSet.CHANNELS];
    for (int i = 0, at = 0; i < colours.length; i++) {
      bytes[at++] = (byte) (colours[i] >> 16);
      bytes[at++] = (byte) (colours[i] >> 8);
      bytes[at++] = (byte) colours[i];
    }
    return bytes;
  }

  private static BufferedImage read(String name, byte[] encoded) {
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        throw new IOException("it is no image this Java can read");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(input, true, true);
        // why: a few bytes can claim a picture of many gigabytes
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
          throw new IOException("it has more than " + MOST_PIXELS + " pixels");
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw new DatasetException(
          "image %s cannot be decoded (%s); repair it or take it out of the data set."
              .formatted(name, e.getMessage()),
          e);
    }
  }

  /** Halves while the image is more than twice as large, so that every pixel counts. */
  private static BufferedImage resized(BufferedImage image, int size) {
    BufferedImage current = image;
    int width = current.getWidth();
    int height = current.getHeight();
    while (width != size || height != size) {
      width = width > 2 * size ? width / 2 : size;
      height = height > 2 * size ? height / 2 : size;
      current = drawn(current, width, height);
    }
    return current;
  }

  private static BufferedImage drawn(BufferedImage image, int width, int height) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, 0, 0, width, height, null);
    } finally {
      graphics.dispose();
    }
    return target;
  }
}
