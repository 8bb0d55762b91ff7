package podium.workers.training.data;

import java.nio.MappedByteBuffer;
import java.util.List;

/** The bytes of images of one size, H,W,C each; never changed once there, for any thread. */
public sealed interface Pixels {

  /** Copies an image to the start of {@code to}. */
  void read(int image, byte[] to);

  /** Of images one after the other in memory, N,H,W,C. */
  @SuppressWarnings("ArrayRecordComponent") // why: made once and handed on, never compared
  record InMemory(byte[] bytes, int imageBytes) implements Pixels {
    @Override
    public void read(int image, byte[] to) {
      System.arraycopy(bytes, image * imageBytes, to, 0, imageBytes);
    }
  }

  /**
   * Of images in a file, which the system keeps in memory as far as it has some.
   *
   * @param perPart images in each part but the last
   * @param first how many images of the file come before
   */
  record InFile(List<MappedByteBuffer> parts, int perPart, int first, int imageBytes)
      implements Pixels {
    public InFile {
      parts = List.copyOf(parts);
    }

    @Override
    public void read(int image, byte[] to) {
      int at = first + image;
      parts.get(at / perPart).get(at % perPart * imageBytes, to, 0, imageBytes);
    }
  }
}
