package podium.workers.training.data.picture;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;

/**
 * Samples as they are stored made red, green and blue, as Pillow's {@code convert("RGB")} does it:
 * no colour profile or gamma is applied, alpha is dropped, of 16 bits the high byte counts;
 * stateless.
 *
 * <p>Java's own {@code getRGB} takes grey as linear light, which brightens it (132 becomes 190).
 */
final class Colours {
  private static final int BYTE = 8;
  private static final int CMYK = 4;

  private Colours() {}

  /**
   * The colours of a picture.
   *
   * @throws IOException when its samples are of a kind that is not read
   */
  static Picture of(BufferedImage image) throws IOException {
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return ofPalette(image.getRaster(), palette);
    }
    if (!(model instanceof ComponentColorModel)) {
      return ofPacked(image);
    }
    if (model.isAlphaPremultiplied()) {
      image.coerceData(false);
    }
    int colours = model.getNumColorComponents();
    if (colours != 1 && colours != Picture.CHANNELS && colours != CMYK) {
      throw new PictureException("it has " + colours + " colour components");
    }
    return ofComponents(image.getRaster(), colours);
  }

  private static Picture ofPalette(Raster raster, IndexColorModel palette) {
    int[] colours = new int[palette.getMapSize()];
    palette.getRGBs(colours);
    int[] row = new int[raster.getWidth()];
    byte[] bytes = new byte[row.length * raster.getHeight() * Picture.CHANNELS];
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, 0, row);
      for (int index : row) {
        at = put(index < colours.length ? colours[index] : 0, bytes, at);
      }
    }
    return new Picture(row.length, raster.getHeight(), bytes);
  }

  private static Picture ofPacked(BufferedImage image) {
    int[] row = new int[image.getWidth()];
    byte[] bytes = new byte[row.length * image.getHeight() * Picture.CHANNELS];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int colour : row) {
        at = put(colour, bytes, at);
      }
    }
    return new Picture(row.length, image.getHeight(), bytes);
  }

  private static int put(int colour, byte[] bytes, int at) {
    bytes[at] = (byte) (colour >> 16);
    bytes[at + 1] = (byte) (colour >> 8);
    bytes[at + 2] = (byte) colour;
    return at + Picture.CHANNELS;
  }

  private static Picture ofComponents(Raster raster, int colours) throws IOException {
    int type = raster.getTransferType();
    int bits = raster.getSampleModel().getSampleSize(0);
    if ((type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT) || bits > 2 * BYTE) {
      throw new PictureException("it has samples of %d bits; 1 to 16 are read".formatted(bits));
    }
    if (bits == BYTE
        && colours == Picture.CHANNELS
        && raster.getSampleModel() instanceof ComponentSampleModel samples
        && raster.getDataBuffer() instanceof DataBufferByte data
        && data.getNumBanks() == 1) {
      return ofBytes(raster, samples, data);
    }
    int bands = raster.getNumBands();
    int[] row = new int[raster.getWidth() * bands];
    byte[] bytes = new byte[raster.getWidth() * raster.getHeight() * Picture.CHANNELS];
    int most = (1 << bits) - 1;
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, raster.getWidth(), 1, row);
      for (int i = 0; i < row.length; i++) {
        row[i] = bits >= BYTE ? row[i] >> (bits - BYTE) : row[i] * 255 / most;
      }
      for (int i = 0; i < row.length; i += bands, at += Picture.CHANNELS) {
        switch (colours) {
          case 1 -> put(row[i] * 0x010101, bytes, at);
          case CMYK -> Inks.put(row[i], row[i + 1], row[i + 2], 255 - row[i + 3], bytes, at);
          default -> put(row[i] << 16 | row[i + 1] << 8 | row[i + 2], bytes, at);
        }
      }
    }
    return new Picture(raster.getWidth(), raster.getHeight(), bytes);
  }

  /** The same for what nearly all pictures are, quickly. */
  private static Picture ofBytes(Raster raster, ComponentSampleModel samples, DataBufferByte data) {
    byte[] from = data.getData();
    int[] offsets = samples.getBandOffsets();
    int step = samples.getPixelStride();
    byte[] bytes = new byte[raster.getWidth() * raster.getHeight() * Picture.CHANNELS];
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      int source =
          data.getOffset()
              + (y + raster.getMinY() - raster.getSampleModelTranslateY())
                  * samples.getScanlineStride()
              + (raster.getMinX() - raster.getSampleModelTranslateX()) * step;
      for (int x = 0; x < raster.getWidth(); x++, source += step) {
        bytes[at++] = from[source + offsets[0]];
        bytes[at++] = from[source + offsets[1]];
        bytes[at++] = from[source + offsets[2]];
      }
    }
    return new Picture(raster.getWidth(), raster.getHeight(), bytes);
  }
}
