package podium.workers.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.ManagementFactory;

/** How much memory a trainer takes at most, in bytes; stateless. */
final class MemoryUse {
  private MemoryUse() {}

  /**
   * On a GPU what is in use now, since its peak is not told, or 0 when nobody can say; otherwise
   * the process's peak.
   */
  static long peak(Device device) {
    return device.isGpu()
        ? committed(device)
        : ProcessStatus.peak(ProcessHandle.current().pid()).orElseGet(MemoryUse::heap);
  }

  private static long committed(Device device) {
    try {
      return CudaUtils.getGpuMemory(device).getCommitted();
    } catch (IllegalStateException | EngineException e) {
      // why: DJL asks a library of its own choosing, and a figure must not fail a trial that trains
      return 0;
    }
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }
}
