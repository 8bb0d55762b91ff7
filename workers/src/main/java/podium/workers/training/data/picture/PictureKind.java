package podium.workers.training.data.picture;

import java.util.Locale;
import java.util.Set;

/** Tells pictures from other files; stateless. */
public final class PictureKind {
  private static final Set<String> ENDINGS =
      Set.of("jpg", "jpeg", "jfif", "jpe", "png", "bmp", "gif", "webp", "tif", "tiff");

  private PictureKind() {}

  /** Whether a file is named as pictures are; what it holds is told when it is decoded. */
  public static boolean hasName(String name) {
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /** Whether a file begins as pictures do, whatever its name. */
  public static boolean hasHead(byte[] head) {
    return begins(head, 0, 0xFF, 0xD8, 0xFF)
        || begins(head, 0, 0x89, 'P', 'N', 'G')
        || begins(head, 0, 'G', 'I', 'F', '8')
        || (begins(head, 0, 'B', 'M') && begins(head, 6, 0, 0, 0, 0))
        || (begins(head, 0, 'R', 'I', 'F', 'F') && begins(head, 8, 'W', 'E', 'B', 'P'))
        || begins(head, 0, 'I', 'I', 42, 0)
        || begins(head, 0, 'M', 'M', 0, 42);
  }

  private static boolean begins(byte[] head, int at, int... bytes) {
    boolean all = head.length >= at + bytes.length;
    for (int i = 0; all && i < bytes.length; i++) {
      all = (head[at + i] & 0xFF) == bytes[i];
    }
    return all;
  }
}
