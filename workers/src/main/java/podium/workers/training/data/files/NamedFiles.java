package podium.workers.training.data.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import podium.workers.training.data.DatasetException;

/** Files by relative name, in a folder or an archive; nothing is ever written or unpacked. */
public sealed interface NamedFiles extends AutoCloseable permits FolderFiles, TarFiles, ZipFiles {
  /** The largest file that is read into memory, in bytes. */
  int LARGEST_FILE = 256 << 20;

  /** The most files that are looked at. */
  int MOST_FILES = 5_000_000;

  /** How many bytes at a file's start are its head. */
  int HEAD = 16;

  /**
   * One of them.
   *
   * @param name with '/' between the parts
   * @param stamp a text that differs when the file was changed
   */
  record Item(String name, long bytes, String stamp) {}

  /** Takes files, from several threads at once. */
  interface Visitor {
    void visit(Item item, byte[] content);
  }

  /**
   * A folder or an archive, told by its content and not by its name.
   *
   * @throws DatasetException when it is neither
   */
  static NamedFiles open(Path place) {
    if (!Files.exists(place)) {
      throw new DatasetException(
          "%s does not exist. Put the data set there, or correct the path in the worker's settings."
              .formatted(place));
    }
    try {
      return Files.isDirectory(place) ? new FolderFiles(place) : Archives.open(place);
    } catch (IOException e) {
      throw new DatasetException("%s cannot be read: %s".formatted(place, Reasons.of(e)), e);
    }
  }

  /**
   * A text that differs when a file was changed or another put in its place: its size, the time of
   * its last change and the number the file system knows it by.
   */
  static String stamp(BasicFileAttributes attributes) {
    return "%d %d %s"
        .formatted(
            attributes.size(),
            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
            attributes.fileKey());
  }

  /** The time of the last change that a stamp holds, in seconds since 1970. */
  static long changedSeconds(String stamp) {
    return TimeUnit.NANOSECONDS.toSeconds(Long.parseLong(stamp.split(" ", 3)[1]));
  }

  /** What is known of a name that was listed before. */
  static <T> T listed(Map<String, T> known, String name) {
    T one = known.get(name);
    if (one == null) {
      throw new IllegalStateException(name + " was listed and is not there");
    }
    return one;
  }

  /** Every file, sorted by name; of a folder none below a hidden one. */
  List<Item> items();

  /** Every folder, hidden ones too, by name; of archives those they say. */
  Set<String> folders();

  /** Links that lead nowhere or in a circle, and all those within an archive, by name. */
  default List<String> deadLinks() {
    return List.of();
  }

  /** The first bytes of a file, at most {@link #HEAD}. */
  byte[] head(Item item);

  /** Reads each of these files once, and hands it to the visitor on one of the crew's threads. */
  void each(Collection<Item> items, Crew crew, Visitor visitor);

  @Override
  void close();

  /**
   * Says that a file is too large to be read.
   *
   * @throws DatasetException always when it is
   */
  static void checkSize(String name, long bytes) {
    if (bytes > LARGEST_FILE) {
      throw new DatasetException(
          "%s has %d bytes; at most %d are read. Take it out of the data set."
              .formatted(name, bytes, LARGEST_FILE));
    }
  }

  /**
   * Says that there are too many files.
   *
   * @throws DatasetException when there are
   */
  static void checkCount(long files) {
    if (files > MOST_FILES) {
      throw new DatasetException("more than " + MOST_FILES + " files; that is not a data set.");
    }
  }
}
