package podium.workers.training.data.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The folder for decoded pictures cannot be written; its message says what to do. */
public final class CacheException extends UncheckedIOException {
  private final transient Path folder;
  private final long bytes;

  /**
   * In words.
   *
   * @param bytes that were to be written; 0 when not known
   */
  public CacheException(String message, Path folder, long bytes, IOException cause) {
    super(message, cause);
    this.folder = folder;
    this.bytes = bytes;
  }

  /** Where they were to be written. */
  public Path folder() {
    return folder;
  }

  /** How many were to be written. */
  public long bytes() {
    return bytes;
  }
}
