package podium.workers.training.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small pictures for tests. */
public final class Pictures {
  private Pictures() {}

  /** A picture of one colour, as 0xRRGGBB. */
  public static byte[] png(int width, int height, int colour) {
    return encoded("png", width, height, colour);
  }

  /** The same as a JPEG. */
  public static byte[] jpeg(int width, int height, int colour) {
    return encoded("jpg", width, height, colour);
  }

  private static byte[] encoded(String format, int width, int height, int colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      // why: of one colour alone a JPEG that is cut off has nearly all there is
      image.setRGB(i % width, i / width, colour ^ (i * 7919 & 0x0F0F0F));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, bytes);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes pictures 0.png, 1.png, ... into a folder, which is made. */
  public static void into(Path folder, int count) throws IOException {
    Files.createDirectories(folder);
    for (int i = 0; i < count; i++) {
      Files.write(folder.resolve(i + ".png"), png(8, 8, 0x400000 + i * 0x001000));
    }
  }

  /** The bytes of an image of a set. */
  public static byte[] image(ImageSet set, int image) {
    byte[] bytes = new byte[set.imageBytes()];
    set.read(image, bytes);
    return bytes;
  }
}
