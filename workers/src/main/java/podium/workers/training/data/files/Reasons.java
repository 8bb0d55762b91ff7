package podium.workers.training.data.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** What an exception of the file system means, in words; stateless. */
public final class Reasons {
  private Reasons() {}

  /** Of a folder for what is kept that cannot be written. */
  public static CacheException cache(Path folder, IOException e) {
    return new CacheException(
        "%s, where decoded pictures are kept, cannot be written (%s); make room there, or set podium.worker.cache-dir"
            .formatted(folder, of(e)),
        folder,
        0,
        e);
  }

  /** In a few words. */
  public static String of(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "permission for %s is missing".formatted(denied.getFile());
    }
    if (e instanceof FileSystemException file && file.getReason() == null) {
      return "%s is not there, or cannot be opened".formatted(file.getFile());
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
