package podium.scheduler.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The id under which a scheduler takes part in the election, kept in its folder: whoever comes back
 * under it in time has not lost its office. Thread-safe.
 */
public final class MemberId implements AutoCloseable {
  private static final String FILE = "member.id";

  private final Optional<FileChannel> lock;
  private volatile String value;

  private MemberId(Optional<FileChannel> lock, String value) {
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
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("member.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!isLocked(channel)) {
        channel.close();
        return new MemberId(Optional.empty(), UUID.randomUUID().toString());
      }
      return new MemberId(Optional.of(channel), kept(folder.resolve(FILE)));
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

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      @Nullable FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
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
