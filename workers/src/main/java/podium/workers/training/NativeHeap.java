package podium.workers.training;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that glibc keeps for the process after libtorch has freed it; does nothing where there
 * is no glibc. Stateless.
 */
public final class NativeHeap {
  /** The environment variable that tells glibc from how many bytes on freed blocks go back. */
  public static final String BACK_FROM = "MALLOC_MMAP_THRESHOLD_";

  /** What trainers set it to; holes that larger blocks leave would add up. */
  public static final int BACK_FROM_BYTES = 64 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
  private static final int M_MMAP_THRESHOLD = -3; // as in malloc.h
  private static final int NO_BLOCK_IS_SO_LARGE = Integer.MAX_VALUE;

  private NativeHeap() {}

  /**
   * Hands freed memory back to the system: as blocks of one step fit the next's, but not all of
   * them another network's, and as holes between blocks would add up from epoch to epoch.
   */
  public static void handBack() {
    call("malloc_trim", new NativeLong(0));
  }

  /**
   * Makes something whose largest blocks, too, stay with the process when they are freed, for the
   * next of its kind: taking gigabytes from the system anew costs more than filling them.
   */
  static <T> T keeping(Supplier<T> making) {
    if (!Integer.toString(BACK_FROM_BYTES).equals(System.getenv(BACK_FROM))) {
      return making.get(); // why: whoever set it otherwise is to have it so
    }
    call("mallopt", M_MMAP_THRESHOLD, NO_BLOCK_IS_SO_LARGE);
    try {
      return making.get();
    } finally {
      call("mallopt", M_MMAP_THRESHOLD, BACK_FROM_BYTES);
    }
  }

  private static void call(String function, Object... arguments) {
    try {
      Function.getFunction("c", function).invokeInt(arguments);
    } catch (LinkageError e) {
      LOG.atDebug().setCause(e).log("freed memory is kept as glibc pleases");
    }
  }
}
