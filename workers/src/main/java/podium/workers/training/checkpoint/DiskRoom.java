package podium.workers.training.checkpoint;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import podium.protocol.folder.Durably;

/** Whether a folder takes files now; stateless. */
public final class DiskRoom {
  private static final int PROBE_BYTES = 64 << 10;
  private static final double MEBIBYTE = 1 << 20;

  private DiskRoom() {}

  /**
   * What one waits for until so many bytes can be written there, in words such as {@code waits for
   * room on disk: FOLDER}; nothing when they can.
   */
  public static Optional<String> lack(Path folder, long bytes) {
    Optional<IOException> refusal = refusal(folder);
    if (refusal.isPresent()) {
      return Optional.of(words(folder, refusal.get()));
    }
    try {
      FileStore disk = Files.getFileStore(folder);
      // why: some file systems do not tell how large they are
      return disk.getTotalSpace() > 0 && disk.getUsableSpace() < bytes
          ? Optional.of(
              String.format(
                  Locale.ROOT,
                  "waits for room on disk: %s (%.1f MiB free, %.1f MiB needed)",
                  folder,
                  disk.getUsableSpace() / MEBIBYTE,
                  bytes / MEBIBYTE))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(words(folder, e));
    }
  }

  /** Why the folder, made when missing, takes no file at all; nothing when it does. */
  public static Optional<IOException> refusal(Path folder) {
    try {
      Durably.makeFolders(folder);
      Path probe = Files.createTempFile(folder, "room", ".part");
      try {
        Files.write(probe, new byte[PROBE_BYTES]);
      } finally {
        Files.deleteIfExists(probe);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  /** Whether that is for lack of room, which may come. */
  public static boolean isFull(IOException refusal) {
    String reason = String.valueOf(refusal.getMessage());
    return reason.contains("No space left") || reason.contains("quota");
  }

  /** What the system says of it, without the name of the file. */
  public static String reason(IOException refusal) {
    return refusal instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : refusal.toString();
  }

  private static String words(Path folder, IOException refusal) {
    return isFull(refusal)
        ? "waits for room on disk: " + folder
        : "waits until %s can be written (%s)".formatted(folder, reason(refusal));
  }
}
