package podium.scheduler.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import podium.protocol.folder.FolderLock;

/**
 * The id under which a scheduler takes part in the election, kept in its folder: whoever comes back
 * under it in time has not lost its office. Thread-safe.
 */
public final class MemberId implements AutoCloseable {
  private static final String FILE = "member.id";

  private final Optional<FolderLock> lock;
  private volatile String value;

  private MemberId(Optional<FolderLock> lock, String value) {
    this.lock = lock;
    this.value = value;
  }

  /**
   * The folder's id; one that nobody keeps while another process has the folder. why: of two under
   * one id each would take the office from the other
   *
   * @throws UncheckedIOException when the folder cannot be written
   */
  public static MemberId of(Path folder) {
    try {
      Optional<FolderLock> lock = FolderLock.take(folder, "member.lock");
      return new MemberId(
          lock, lock.isPresent() ? kept(folder.resolve(FILE)) : UUID.randomUUID().toString());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write to the scheduler's folder %s (%s); see to its rights and its disk, or choose another with --data-dir"
              .formatted(folder, e),
          e);
    }
  }

  private static String kept(Path file) throws IOException {
    if (Files.exists(file)) {
      String known = Files.readString(file).strip();
      if (known.matches("[0-9a-f-]{36}")) {
        return known;
      }
    }
    String fresh = UUID.randomUUID().toString();
    Files.writeString(file, fresh + "\n");
    return fresh;
  }

  String value() {
    return value;
  }

  /** Somebody else goes by it: from now on it is another one, which nobody keeps. */
  void replace() {
    value = UUID.randomUUID().toString();
  }

  @Override
  public void close() {
    lock.ifPresent(
        open -> {
          try {
            open.close();
          } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock the scheduler's folder", e);
          }
        });
  }
}
