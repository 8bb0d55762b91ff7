package podium.workers.training.data.picture;

/**
 * A decoded picture; nobody may change its bytes.
 *
 * @param bytes red, green and blue, H,W,C
 */
@SuppressWarnings("ArrayRecordComponent") // why: made once and handed on, never compared
public record Picture(int width, int height, byte[] bytes) {
  /** Red, green and blue. */
  static final int CHANNELS = 3;

  public Picture {
    if (bytes.length != (long) width * height * CHANNELS) {
      throw new IllegalArgumentException(
          "%d bytes are no picture of %d x %d".formatted(bytes.length, width, height));
    }
  }

  /** Its bytes brought to size x size, not keeping its aspect. */
  public byte[] squared(int size) {
    return Resampler.resized(this, size, size).bytes();
  }
}
