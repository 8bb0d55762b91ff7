package podium.workers.training.data;

import java.nio.ByteBuffer;
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

  /** Appends an image to a batch, drawing its crop and flip. */
  void copy(ImageSet set, int image, SplittableRandom random, ByteBuffer batch) {
    int down = cropPadding == 0 ? 0 : random.nextInt(2 * cropPadding + 1) - cropPadding;
    int right = cropPadding == 0 ? 0 : random.nextInt(2 * cropPadding + 1) - cropPadding;
    boolean flip = horizontalFlip && random.nextBoolean();
    int start = image * set.imageBytes();
    if (down == 0 && right == 0 && !flip) {
      batch.put(set.pixels(), start, set.imageBytes());
      return;
    }
    for (int y = 0; y < set.size(); y++) {
      copyRow(set, start, y + down, right, flip, batch);
    }
  }

  private static void copyRow(
      ImageSet set, int start, int sourceY, int right, boolean flip, ByteBuffer batch) {
    int size = set.size();
    byte[] pixels = set.pixels();
    for (int x = 0; x < size; x++) {
      int sourceX = (flip ? size - 1 - x : x) + right;
      boolean inside = sourceX >= 0 && sourceX < size && sourceY >= 0 && sourceY < size;
      int at = start + (sourceY * size + sourceX) * ImageSet.CHANNELS;
      for (int channel = 0; channel < ImageSet.CHANNELS; channel++) {
        batch.put(inside ? pixels[at + channel] : 0);
      }
    }
  }
}
