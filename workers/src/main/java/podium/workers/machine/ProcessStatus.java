package podium.workers.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What Linux tells of memory in {@code /proc}, in bytes; stateless. */
public final class ProcessStatus {
  private ProcessStatus() {}

  /** What lies in RAM now; nothing where that is not told. */
  public static OptionalLong resident(long process) {
    return bytes(process, "VmRSS:");
  }

  /** The most that ever lay in RAM; nothing where that is not told. */
  public static OptionalLong peak(long process) {
    return bytes(process, "VmHWM:");
  }

  /** All of the machine's RAM, likewise. */
  static OptionalLong total() {
    return bytes(Path.of("/proc/meminfo"), "MemTotal:");
  }

  /** What the machine's processes may still take together without swapping, likewise. */
  public static OptionalLong available() {
    return bytes(Path.of("/proc/meminfo"), "MemAvailable:");
  }

  private static OptionalLong bytes(long process, String field) {
    return bytes(Path.of("/proc", Long.toString(process), "status"), field);
  }

  private static OptionalLong bytes(Path file, String field) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
