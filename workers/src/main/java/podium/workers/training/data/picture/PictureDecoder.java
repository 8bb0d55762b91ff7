package podium.workers.training.data.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import podium.workers.training.data.DatasetException;

/**
 * Turns encoded pictures into RGB bytes, those of Pillow's {@code
 * Image.open(file).convert("RGB").resize(size, BILINEAR)} within 1 of 255; stateless, for any
 * number of threads.
 *
 * <p>No colour profile, gamma or EXIF orientation is applied and alpha is dropped, as in
 * torchvision's {@code default_loader}. Of several frames the first counts.
 */
public final class PictureDecoder {
  private static final long MOST_PIXELS = 100_000_000;
  private static final String JAVAS_JPEG = "com.sun.imageio.plugins.jpeg";

  /** Width and height, in pixels. */
  public record Size(int width, int height) {}

  private interface Reading<T> {
    T of(ImageReader reader) throws IOException;
  }

  private PictureDecoder() {}

  /**
   * How large a picture is, from its head alone.
   *
   * @throws DatasetException when it is no picture
   */
  public static Size size(byte[] encoded) {
    return with(encoded, reader -> new Size(reader.getWidth(0), reader.getHeight(0)));
  }

  /**
   * The picture at its own size.
   *
   * @throws DatasetException when it cannot be decoded or is cut off
   */
  public static Picture decode(byte[] encoded) {
    Optional<JpegHeader> jpeg = JpegHeader.of(encoded);
    if (jpeg.isPresent() && jpeg.get().isCmyk()) {
      return with(encoded, reader -> Inks.ofJpeg(reader.readRaster(0, null), jpeg.get().isYcck()));
    }
    return with(
        jpeg.map(JpegHeader::plain).orElse(encoded),
        reader -> Colours.of(onScreen(reader.read(0), encoded)));
  }

  /**
   * The picture brought to size x size (not keeping its aspect), H,W,C.
   *
   * @throws DatasetException when it cannot be decoded or is cut off
   */
  public static byte[] decode(byte[] encoded, int size) {
    return decode(encoded).squared(size);
  }

  private static BufferedImage onScreen(BufferedImage image, byte[] encoded) {
    return GifScreen.of(encoded)
        .filter(screen -> screen.pixels() <= MOST_PIXELS)
        .map(screen -> screen.with(image))
        .orElse(image);
  }

  private static <T> T with(byte[] encoded, Reading<T> reading) {
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
      ImageReader reader = reader(input);
      try {
        return read(reader, input, reading);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      throw new DatasetException(reason(e), e);
    }
  }

  private static ImageReader reader(ImageInputStream input) throws IOException {
    List<ImageReader> readers = new ArrayList<>();
    ImageIO.getImageReaders(input).forEachRemaining(readers::add);
    // why: for JPEG Java's own is the quicker one of two
    return readers.stream()
        .filter(reader -> reader.getClass().getPackageName().equals(JAVAS_JPEG))
        .findFirst()
        .or(() -> readers.stream().findFirst())
        .orElseThrow(() -> new PictureException("it is no JPEG, PNG, BMP, GIF, WebP or TIFF"));
  }

  private static <T> T read(ImageReader reader, ImageInputStream input, Reading<T> reading)
      throws IOException {
    AtomicBoolean cutOff = new AtomicBoolean();
    // why: libjpeg fills what is missing with grey and only warns
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          if (warning.contains("Truncated") || warning.contains("Premature end")) {
            cutOff.set(true);
          }
        });
    reader.setInput(input, true, true);
    // why: a few bytes can claim a picture of many gigabytes
    if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
      throw new PictureException("it has more than " + MOST_PIXELS + " pixels");
    }
    T result = reading.of(reader);
    if (cutOff.get()) {
      throw new PictureException("it is cut off");
    }
    return result;
  }

  // why: what decoders say is for programmers, such as an index that is out of range
  private static String reason(Exception e) {
    return e instanceof PictureException
        ? String.valueOf(e.getMessage())
        : "it is damaged or cut off";
  }
}
