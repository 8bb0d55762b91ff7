package podium.workers.training;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import podium.workers.training.data.files.CacheException;
import podium.workers.training.download.DownloadException;

/** Which failures are those of a disk, a mount or the net, and not of a trial; stateless. */
final class Infrastructure {
  // why: Java tells most of what the system refuses in the system's words alone
  private static final Pattern SYSTEM =
      Pattern.compile(
          "Input/output error|Remote I/O error|Stale (NFS )?file handle|No space left on device"
              + "|Disk quota exceeded|Read-only file system|Transport endpoint is not connected"
              + "|Host is down|No route to host|Connection (timed out|reset|refused)|No such device"
              + "|Device or resource busy|Structure needs cleaning|Too many open files"
              + "|Cannot allocate memory|Interrupted system call",
          Pattern.CASE_INSENSITIVE);

  private Infrastructure() {}

  /** Whether one of them is behind what was thrown. */
  static boolean broke(Throwable thrown) {
    return Failures.chain(thrown).anyMatch(Infrastructure::isBroken);
  }

  /** What happened, in a line. */
  static String words(Throwable thrown) {
    return "what the trial runs on failed: %s; the whole trace is in the trainer's log"
        .formatted(
            text(thrown).lines().findFirst().orElseGet(() -> thrown.getClass().getSimpleName()));
  }

  private static boolean isBroken(Throwable thrown) {
    return switch (thrown) {
      case CacheException cache -> true;
      case DownloadException download -> download.isOfTheNet();
      case IOException io -> SYSTEM.matcher(text(io)).find();
      // why: so Java tells that a mapped file could not be read
      case InternalError error -> text(error).contains("unsafe memory access");
      case Throwable other -> false;
    };
  }

  private static String text(Throwable thrown) {
    return Optional.ofNullable(thrown.getMessage()).orElse("");
  }
}
