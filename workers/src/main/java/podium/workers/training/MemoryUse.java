package podium.workers.training;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import java.lang.management.ManagementFactory;
import podium.workers.machine.ProcessStatus;

/** How much memory a trainer takes at most, in bytes; stateless. */
final class MemoryUse {
  private static final int SHARE_OF_FREE = 4;

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

  /**
   * Whether a second one of what a trainer has fits beside it, and leaves most of what is free to
   * others; not where nobody can say what is free.
   */
  static boolean hasRoomFor(long bytes) {
    long free = ProcessStatus.available().orElse(0);
    long resident = ProcessStatus.resident(ProcessHandle.current().pid()).orElse(0);
    return bytes <= Math.min(free, limit() - resident) / SHARE_OF_FREE;
  }

  /** What the machine has, or the container that this process is in. */
  private static long limit() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Long.MAX_VALUE;
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
