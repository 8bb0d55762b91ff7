package podium.workers.training.download;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import podium.workers.training.hash.Sha256;

/**
 * What the content of a file comes to, as SHA-256; immutable.
 *
 * @param hex in lower-case hexadecimal
 */
public record Checksum(String hex) {

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
    return Sha256.digest();
  }
}
