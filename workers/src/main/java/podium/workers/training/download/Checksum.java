package podium.workers.training.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the content of a file comes to; immutable.
 *
 * @param algorithm such as {@code SHA-256}
 * @param hex in lower-case hexadecimal
 */
public record Checksum(String algorithm, String hex) {

  /** Whether a file has it. */
  public boolean isOf(Path file) throws IOException {
    MessageDigest digest = digest();
    byte[] chunk = new byte[1 << 20];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).equals(hex);
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
