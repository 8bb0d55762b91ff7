package podium.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The machine that is measured on, as Linux tells; elsewhere less is known. Stateless. */
final class Host {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final Set<String> NARROW = Set.of("avx512_bf16", "amx_bf16");

  private Host() {}

  /** Processor, system, Java and load, in one line. */
  static String description() {
    String model =
        lines(PROCESSORS).stream()
            .filter(line -> line.startsWith("model name"))
            .findFirst()
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .orElse(System.getProperty("os.arch"));
    return "%s, %d processors, %s %s, Java %s, load %.1f before the start, on %s"
        .formatted(
            model,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version().feature(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            java.time.LocalDate.now(java.time.ZoneOffset.UTC));
  }

  /** Whether the processor multiplies bfloat16. */
  static boolean hasBfloat16() {
    return lines(PROCESSORS).stream()
        .filter(line -> line.startsWith("flags"))
        .limit(1)
        .flatMap(line -> List.of(line.split(" ")).stream())
        .anyMatch(NARROW::contains);
  }

  /** The precisions in which training is worth measuring here. */
  static List<String> precisions() {
    return hasBfloat16() ? List.of("fp32", "bf16") : List.of("fp32");
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
