package podium.cli.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A folder to work in: a person's own, which stays, or one that is deleted afterwards. */
public record Scratch(Path dir, boolean passing) implements AutoCloseable {
  /** The person's folder, or a new one. */
  public static Scratch at(Optional<Path> given) {
    try {
      return given.isPresent()
          ? new Scratch(given.get().toAbsolutePath().normalize(), false)
          : new Scratch(Files.createTempDirectory("podium-demo-"), true);
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for temporary files", e);
    }
  }

  /** A new folder in another one, which is made when missing. */
  static Scratch within(Path parent) throws IOException {
    Files.createDirectories(parent);
    return new Scratch(Files.createTempDirectory(parent, ".podium-"), true);
  }

  @Override
  public void close() {
    if (passing && Files.exists(dir)) {
      try {
        Files.walkFileTree(dir, new Deleting());
      } catch (IOException e) {
        throw new UncheckedIOException("cannot delete " + dir, e);
      }
    }
  }

  private static final class Deleting extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
