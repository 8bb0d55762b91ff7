package podium.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the repository, by their path in it. */
final class Home {
  private static final Path ROOT = Path.of(System.getProperty("podium.home", ".."));

  private Home() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  static String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
