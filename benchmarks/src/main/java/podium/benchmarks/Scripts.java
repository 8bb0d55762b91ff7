package podium.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/** The Python sides of comparisons, which lie beside these classes; stateless. */
final class Scripts {
  private Scripts() {}

  /** Copies a script that imports networks and ways of training, and these beside it. */
  static Path copyWithNets(String name, Path folder) {
    copy("nets.py", folder);
    return copy(name, folder);
  }

  /** Copies a script into a folder, so that Python can read it. */
  static Path copy(String name, Path folder) {
    Path file = folder.resolve(name);
    try (InputStream text = Objects.requireNonNull(Scripts.class.getResourceAsStream(name), name)) {
      Files.copy(text, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
