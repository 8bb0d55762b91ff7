package podium.workers.training;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much memory a trainer takes at most, in bytes; stateless. */
final class MemoryUse {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private MemoryUse() {}

  /** On a GPU what is in use now, since its peak is not told; otherwise the process's peak. */
  static long peak(Device device) {
    if (device.isGpu()) {
      return CudaUtils.getGpuMemory(device).getCommitted();
    }
    try {
      return Files.isReadable(STATUS) ? processPeak() : heap();
    } catch (IOException e) {
      return heap();
    }
  }

  private static long processPeak() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(PEAK))
        .map(line -> line.substring(PEAK.length()).replace("kB", "").strip())
        .mapToLong(kilobytes -> Long.parseLong(kilobytes) * 1024)
        .findFirst()
        .orElseGet(MemoryUse::heap);
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }
}
