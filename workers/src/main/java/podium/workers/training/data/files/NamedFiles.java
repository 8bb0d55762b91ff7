package podium.workers.training.data.files;

import java.io.IOException;
import java.util.List;
import podium.workers.training.data.DatasetException;

/** Files by relative name, in a folder or an archive; nothing is ever written or unpacked. */
public sealed interface NamedFiles extends AutoCloseable permits FolderFiles, TarFiles, ZipFiles {
  /** The largest file that is read into memory, in bytes. */
  int LARGEST_FILE = 64 << 20;

  /** The most files that are looked at. */
  int MOST_FILES = 5_000_000;

  /** Names with '/' between the parts, sorted. */
  List<String> names();

  /** The content of one of the names; from any thread. */
  byte[] read(String name);

  /** A text that differs when any of the files was changed. */
  String fingerprint();

  @Override
  void close() throws IOException;

  /**
   * Says that a file is too large to be an image.
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
