package podium.benchmarks;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;

/** JPEGs of 500 x 375 pixels in two classes, made of smaller pictures; stateless. */
final class Photos {
  static final int WIDTH = 500;
  static final int HEIGHT = 375;
  private static final int SOURCES = 2_000;

  private Photos() {}

  /**
   * Makes them, in {@code to/train/CLASS} and {@code to/test/CLASS}, a fifth to test on; where
   * there are more wanted than pictures, each stands there several times.
   *
   * @param from a zip of pictures
   */
  static Path of(Path from, Path to, int count) {
    try (ZipFile zip = new ZipFile(from.toFile())) {
      List<? extends ZipEntry> sources =
          zip.stream()
              .filter(entry -> entry.getName().toLowerCase(java.util.Locale.ROOT).endsWith(".jpg"))
              .limit(SOURCES)
              .toList();
      for (int i = 0; i < count; i++) {
        Path file =
            to.resolve(i % 5 == 0 ? "test" : "train")
                .resolve(i % 2 == 0 ? "even" : "odd")
                .resolve("%05d.jpg".formatted(i));
        Files.createDirectories(file.getParent());
        if (i < sources.size()) {
          try (InputStream source = zip.getInputStream(sources.get(i))) {
            ImageIO.write(enlarged(ImageIO.read(source)), "jpg", file.toFile());
          }
          Files.copy(file, to.resolve(i % sources.size() + ".jpg"));
        } else {
          Files.copy(to.resolve(i % sources.size() + ".jpg"), file);
        }
      }
      for (int i = 0; i < sources.size(); i++) {
        Files.deleteIfExists(to.resolve(i + ".jpg"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("photos cannot be made of " + from, e);
    }
    return to;
  }

  private static BufferedImage enlarged(BufferedImage small) {
    BufferedImage photo = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = photo.createGraphics();
    try {
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
      graphics.drawImage(small, 0, 0, WIDTH, HEIGHT, null);
    } finally {
      graphics.dispose();
    }
    return photo;
  }
}
