package podium.cli.kafka;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import podium.cli.error.UserErrorException;

/** What a broker needs of this machine, and what of it has run out. Stateless. */
final class BrokerLimits {
  private static final long MEGABYTE = 1024L * 1024;

  /**
   * Free room below which it does not begin: indexes, a segment of each topic and some requests.
   */
  private static final long ROOM = 48 * MEGABYTE;

  /** Free room below which the disk is why it failed. */
  private static final long NO_ROOM = 4 * MEGABYTE;

  private static final long OPEN_FILES = 1_024;
  private static final long SPARE_FILES = 8;

  /** What -Xmx128m leaves, whichever collector takes its share. */
  private static final long HEAP = 112 * MEGABYTE;

  private BrokerLimits() {}

  /**
   * Checks what can be known before a start.
   *
   * @throws UserErrorException naming what is too little, and how to get more
   */
  static void require(Path folder) {
    long room = room(folder);
    if (room < ROOM) {
      throw new UserErrorException(
          "the disk of %s has %d MB left, and Kafka needs %d to begin; make room, or choose another folder with --data-dir"
              .formatted(folder, room / MEGABYTE, ROOM / MEGABYTE));
    }
    long files = mostFiles();
    if (files < OPEN_FILES) {
      throw new UserErrorException(
          "a process may open %d files here, and Podium with its Kafka needs %d; raise it with ulimit -n %d (as far as ulimit -Hn allows) and start again"
              .formatted(files, OPEN_FILES, OPEN_FILES));
    }
    long heap = Runtime.getRuntime().maxMemory();
    if (heap < HEAP) {
      throw new UserErrorException(
          "the JVM may use %d MB of memory, and Podium with its Kafka needs 128; give it more, such as PODIUM_JAVA_OPTS=-Xmx512m"
              .formatted(heap / MEGABYTE));
    }
  }

  /** What has run out, with what to do; nothing when all seems well. */
  static Optional<String> exceeded(Path folder) {
    if (room(folder) < NO_ROOM) {
      return Optional.of(
          "the disk of %s is full; make room and start again, it goes on where it was"
              .formatted(folder));
    }
    if (mostFiles() - openFiles() < SPARE_FILES) {
      return Optional.of(
          "this process has opened all the %d files it may; raise that with ulimit -n and start again, it goes on where it was"
              .formatted(mostFiles()));
    }
    if (!Files.exists(BrokerFolder.identity(folder))) {
      return Optional.of(
          "its folder %s is gone or can no longer be read; bring it back, or start again with a new log"
              .formatted(folder));
    }
    return Files.isWritable(BrokerFolder.identity(folder).getParent())
        ? Optional.empty()
        : Optional.of("%s can no longer be written; see to its rights".formatted(folder));
  }

  private static long room(Path folder) {
    try {
      return Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      return Long.MAX_VALUE; // why: what cannot be told must not stop anybody
    }
  }

  private static long mostFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Long.MAX_VALUE;
  }

  private static long openFiles() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getOpenFileDescriptorCount()
        : 0;
  }
}
