package podium.workers.training.data;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random crop after zero padding and random mirroring, on bytes; immutable.
 *
 * @param cropPadding pixels of zeros around the image before it is cropped to its own size
 * @param horizontalFlip whether half of the images are mirrored
 */
public record Augmentation(int cropPadding, boolean horizontalFlip) {
  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /**
   * Appends an image to a batch, drawing its crop and flip.
   *
   * @param whole room for an image, which is overwritten
   */
  void copy(ImageSet set, int image, SplittableRandom random, byte[] whole, ByteBuffer batch) {
    int down = cropPadding == 0 ? 0 : random.nextInt(2 * cropPadding + 1) - cropPadding;
    int right = cropPadding == 0 ? 0 : random.nextInt(2 * cropPadding + 1) - cropPadding;
    boolean flip = horizontalFlip && random.nextBoolean();
    set.read(image, whole);
    if (down == 0 && right == 0 && !flip) {
      batch.put(whole, 0, set.imageBytes());
      return;
    }
    byte[] row = new byte[set.size() * ImageSet.CHANNELS];
    for (int y = 0; y < set.size(); y++) {
      Arrays.fill(row, (byte) 0);
      if (y + down >= 0 && y + down < set.size()) {
        copyRow(whole, (y + down) * row.length, right, row);
      }
      if (flip) {
        mirror(row);
      }
      batch.put(row);
    }
  }

  /** The part of a row that lies inside the image; what is outside stays as it is. */
  private static void copyRow(byte[] whole, int from, int right, byte[] row) {
    int left = Math.max(0, -right);
    int pixels = row.length / ImageSet.CHANNELS - Math.abs(right);
    if (pixels > 0) {
      System.arraycopy(
          whole,
          from + (left + right) * ImageSet.CHANNELS,
          row,
          left * ImageSet.CHANNELS,
          pixels * ImageSet.CHANNELS);
    }
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
