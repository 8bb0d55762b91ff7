package podium.dashboard.h2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardUnavailableException;

/**
 * The board's file and those set aside, in one folder. Immutable.
 *
 * @param scheme of H2's file system, with its colon
 */
record BoardFiles(Path directory, String scheme) {
  private static final String NAME = "board";
  private static final String ENDING = ".mv.db";
  private static final int MOST_ASIDE = 2;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  String url() {
    return "jdbc:h2:" + scheme + directory.resolve(NAME).toAbsolutePath();
  }

  private Path file() {
    return directory.resolve(NAME + ENDING);
  }

  /** How large the board's file is; 0 where there is none. */
  long bytes() {
    return file().toFile().length();
  }

  /** Makes the folder, and looks whether a file can be there. */
  void prepare() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new BoardUnavailableException(
          "the board's folder %s cannot be made (%s); see to space, rights and disk"
              .formatted(directory, e),
          e);
    }
    if (Files.isDirectory(file())) {
      throw new BoardDamagedException(new IOException(file() + " is a folder"));
    }
  }

  void delete() {
    list(NAME + ".").forEach(BoardFiles::delete);
  }

  /** Gives the board's file another name, by when it was written last; of such files two stay. */
  Optional<Path> setAside() {
    if (!Files.isRegularFile(file())) {
      return Optional.empty();
    }
    try {
      Path aside = free(Files.getLastModifiedTime(file()).toInstant());
      Files.move(file(), aside);
      list(NAME + "-").stream()
          .sorted(Comparator.comparing(BoardFiles::written).reversed())
          .skip(MOST_ASIDE)
          .forEach(BoardFiles::delete);
      return Optional.of(aside);
    } catch (IOException e) {
      throw new BoardUnavailableException(
          "%s cannot be set aside (%s); see to rights and disk".formatted(file(), e), e);
    }
  }

  private Path free(Instant written) {
    String name = NAME + "-" + TIME.format(written);
    return Stream.iterate(1, number -> number + 1)
        .map(number -> directory.resolve(name + (number == 1 ? "" : "-" + number) + ENDING))
        .filter(path -> !Files.exists(path))
        .findFirst()
        .orElseThrow();
  }

  private List<Path> list(String beginning) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.getFileName().toString().startsWith(beginning)).toList();
    } catch (IOException e) {
      throw new BoardUnavailableException(
          "the board's folder %s cannot be listed (%s)".formatted(directory, e), e);
    }
  }

  private static Instant written(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new BoardUnavailableException(
          "%s cannot be deleted (%s); see to rights and disk".formatted(file, e), e);
    }
  }

  @Override
  public String toString() {
    return directory.toString();
  }
}
