package podium.workers.training;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.ManagementFactory;

/** How much memory a trainer takes at most, in bytes; stateless. */
final class MemoryUse {
  private MemoryUse() {}

  /** On a GPU what is in use now, since its peak is not told; otherwise the process's peak. */
  static long peak(Device device) {
    return device.isGpu()
        ? CudaUtils.getGpuMemory(device).getCommitted()
        : ProcessStatus.peak(ProcessHandle.current().pid()).orElseGet(MemoryUse::heap);
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }
}
