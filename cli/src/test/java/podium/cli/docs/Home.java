package podium.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Files of the repository, by their path in it. */
final class Home {
  private static final Path ROOT = Path.of(System.getProperty("podium.home", ".."));

  private Home() {}

  static Path path(String name) {
    return ROOT.resolve(name);
  }

  /**
   * The text of a file that follows from the code; {@code ./dev docs} has it made anew first.
   *
   * @param made of what it was
   */
  static String generated(String name, UnaryOperator<String> made) {
    if (Boolean.getBoolean("podium.docs.write")) {
      try {
        Files.writeString(path(name), made.apply(Files.exists(path(name)) ? read(name) : ""));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return read(name);
  }

  static String read(String name) {
    try {
      return Files.readString(path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
