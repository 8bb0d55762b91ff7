package podium.workers.training.data.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What an exception of the file system means, in words; stateless. */
final class Reasons {
  private Reasons() {}

  static String of(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "permission to read %s is missing".formatted(denied.getFile());
    }
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return "%s (%s)".formatted(file.getFile(), e.getClass().getSimpleName());
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
