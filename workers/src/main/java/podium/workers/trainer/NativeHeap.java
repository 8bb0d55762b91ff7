package podium.workers.trainer;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.workers.training.ProcessStatus;

/** The memory that glibc keeps for the process after libtorch has freed it; stateless. */
final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
  private static final long WORTH_IT_BYTES = 1L << 30;

  private NativeHeap() {}

  /**
   * Hands the freed memory of a process beyond 1 GiB back to the system, as blocks of one network
   * do not fit another's; does nothing where there is no glibc.
   */
  static void handBack() {
    try {
      if (ProcessStatus.resident(ProcessHandle.current().pid()).orElse(0) > WORTH_IT_BYTES) {
        Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {new NativeLong(0)});
      }
    } catch (LinkageError e) {
      LOG.atDebug().setCause(e).log("freed memory stays with the process");
    }
  }
}
