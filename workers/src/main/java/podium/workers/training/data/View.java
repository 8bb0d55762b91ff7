package podium.workers.training.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import podium.protocol.experiment.PaddingMode;

/**
 * How an image is looked at; immutable.
 *
 * @param down by how many pixels what is seen lies further down in the image
 * @param right likewise to the right
 * @param mirrored whether left and right are exchanged, after that
 * @param padding what is seen beyond the image's border
 */
public record View(int down, int right, boolean mirrored, PaddingMode padding) {
  private static final int BEYOND = -1;

  /** As it is. */
  public static final View PLAIN = new View(0, 0, false, PaddingMode.ZEROS);

  /**
   * Appends an image, as it is seen, to a batch.
   *
   * @param whole room for an image, which is overwritten
   */
  void copy(ImageSet set, int image, byte[] whole, ByteBuffer batch) {
    set.read(image, whole);
    if (down == 0 && right == 0 && !mirrored) {
      batch.put(whole, 0, set.imageBytes());
      return;
    }
    byte[] row = new byte[set.size() * ImageSet.CHANNELS];
    for (int y = 0; y < set.size(); y++) {
      copyRow(whole, y + down, row);
      if (mirrored) {
        mirror(row);
      }
      batch.put(row);
    }
  }

  private void copyRow(byte[] whole, int y, byte[] row) {
    Arrays.fill(row, (byte) 0);
    int size = row.length / ImageSet.CHANNELS;
    int line = place(y, size);
    if (line == BEYOND) {
      return;
    }
    int left = Math.min(size, Math.max(0, -right));
    int inside = Math.max(0, size - Math.abs(right));
    copyPixels(whole, line * size + left + right, row, left, inside);
    if (padding == PaddingMode.REFLECT) {
      for (int x = 0; x < size; x++) {
        if (x < left || x >= left + inside) {
          copyPixels(whole, line * size + place(x + right, size), row, x, 1);
        }
      }
    }
  }

  private static void copyPixels(byte[] whole, int from, byte[] row, int to, int count) {
    if (count > 0) {
      System.arraycopy(
          whole, from * ImageSet.CHANNELS, row, to * ImageSet.CHANNELS, count * ImageSet.CHANNELS);
    }
  }

  /** Which pixel of the image is seen at a place that may lie outside of it. */
  private int place(int at, int size) {
    if (at >= 0 && at < size) {
      return at;
    }
    return switch (padding) {
      case ZEROS -> BEYOND;
      case REFLECT -> reflected(at, size);
    };
  }

  /** As numpy and torch do it, and again at the other border where that is too near. */
  private static int reflected(int at, int size) {
    if (size == 1) {
      return 0;
    }
    int there = Math.floorMod(at, 2 * (size - 1));
    return there < size ? there : 2 * (size - 1) - there;
  }

  private static void mirror(byte[] row) {
    for (int left = 0, right = row.length - ImageSet.CHANNELS;
        left < right;
        left += ImageSet.CHANNELS, right -= ImageSet.CHANNELS) {
      for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
        byte kept = row[left + channel];
        row[left + channel] = row[right + channel];
        row[right + channel] = kept;
      }
    }
  }
}
