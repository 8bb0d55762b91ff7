package podium.workers.trainer;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory that glibc keeps for the process after libtorch has freed it; stateless. */
final class NativeHeap {
  private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RESIDENT = "VmRSS:";
  private static final long WORTH_IT_KIBIBYTES = 1L << 20;

  private NativeHeap() {}

  /**
   * Hands the freed memory of a process beyond 1 GiB back to the system, as blocks of one network
   * do not fit another's; does nothing where there is no glibc.
   */
  static void handBack() {
    try {
      if (residentKibibytes() > WORTH_IT_KIBIBYTES) {
        Function.getFunction("c", "malloc_trim").invokeInt(new Object[] {new NativeLong(0)});
      }
    } catch (IOException | LinkageError e) {
      LOG.atDebug().setCause(e).log("freed memory stays with the process");
    }
  }

  /** 0 where the system does not tell it. */
  private static long residentKibibytes() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
