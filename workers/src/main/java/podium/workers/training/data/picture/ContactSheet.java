package podium.workers.training.data.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.ImageSet;

/** A picture of a data set: a row for each class with some of the images trained on; stateless. */
public final class ContactSheet {
  private static final Logger LOG = LoggerFactory.getLogger(ContactSheet.class);
  private static final int COLUMNS = 8;
  private static final int MOST_ROWS = 100;
  private static final int CELL = 48;
  private static final int GAP = 4;
  private static final int NAMES = 150;
  private static final int TEXT = 13;

  private ContactSheet() {}

  /** Writes the sheet as a PNG. */
  public static void write(Dataset dataset, Path file) throws IOException {
    int rows = Math.min(MOST_ROWS, dataset.classes().size());
    BufferedImage sheet =
        new BufferedImage(
            NAMES + COLUMNS * (CELL + GAP) + GAP,
            rows * (CELL + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
      graphics.setColor(Color.BLACK);
      for (int row = 0; row < rows; row++) {
        int top = GAP + row * (CELL + GAP);
        name(graphics, dataset.classes().get(row), top + CELL / 2);
        List<Integer> some = some(dataset.train(), row);
        for (int column = 0; column < some.size(); column++) {
          put(dataset.train(), some.get(column), sheet, NAMES + column * (CELL + GAP), top);
        }
      }
    } finally {
      graphics.dispose();
    }
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    if (!ImageIO.write(sheet, "png", file.toFile())) {
      throw new IOException("no PNG can be written");
    }
  }

  /** Evenly spaced images of a class. */
  private static List<Integer> some(ImageSet set, int label) {
    int[] all =
        IntStream.range(0, set.count()).filter(image -> set.label(image) == label).toArray();
    List<Integer> some = new ArrayList<>();
    int shown = Math.min(COLUMNS, all.length);
    for (int i = 0; i < shown; i++) {
      some.add(all[(int) ((long) i * all.length / shown)]);
    }
    return some;
  }

  private static void put(ImageSet set, int image, BufferedImage sheet, int left, int top) {
    byte[] bytes = new byte[set.imageBytes()];
    set.read(image, bytes);
    byte[] cell = new Picture(set.size(), set.size(), bytes).squared(CELL);
    for (int i = 0; i < CELL * CELL; i++) {
      int at = i * Picture.CHANNELS;
      sheet.setRGB(
          left + i % CELL,
          top + i / CELL,
          (cell[at] & 0xFF) << 16 | (cell[at + 1] & 0xFF) << 8 | (cell[at + 2] & 0xFF));
    }
  }

  private static void name(Graphics2D graphics, String name, int middle) {
    try {
      Font font = new Font(Font.SANS_SERIF, Font.PLAIN, TEXT);
      graphics.setFont(font);
      String shown = name;
      while (shown.length() > 1 && graphics.getFontMetrics().stringWidth(shown) > NAMES - 2 * GAP) {
        shown = shown.substring(0, shown.length() - 1);
      }
      graphics.drawString(shown, GAP, middle + TEXT / 3);
    } catch (RuntimeException | LinkageError | InternalError e) {
      // why: a server without fonts; the rows are told in order where the sheet is written
      LOG.atDebug().setCause(e).log("no names on the sheet");
    }
  }
}
