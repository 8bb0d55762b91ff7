package podium.workers.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What Linux tells of a process's memory in {@code /proc}, in bytes; stateless. */
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

  private static OptionalLong bytes(long process, String field) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process), "status")).stream()
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
