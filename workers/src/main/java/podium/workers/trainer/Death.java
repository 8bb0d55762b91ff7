package podium.workers.trainer;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import podium.protocol.report.Outcome;
import podium.workers.domain.TrainerEvent;

/**
 * How a trainer process ended under its attempt; immutable.
 *
 * @param code its exit code; 128 and more where a signal ended it
 * @param lastWords what it last wrote to standard error
 * @param peak the most memory it was seen to take, in bytes, if it was seen
 */
record Death(int code, String lastWords, OptionalLong peak) {
  private static final int SIGNALLED = 128;
  private static final String KILL = "SIGKILL";
  private static final double MEBIBYTE = 1 << 20;

  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(7, "SIGBUS"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, KILL),
          Map.entry(11, "SIGSEGV"),
          Map.entry(15, "SIGTERM"));

  /** Sent by whoever wants the process gone; the others come from within. */
  private static final Set<String> FROM_OUTSIDE = Set.of("SIGHUP", "SIGINT", KILL, "SIGTERM");

  /** What the attempt comes to by it: a signal is never what a trial's own code decides on. */
  TrainerEvent.Ended ended() {
    Optional<String> signal = Optional.ofNullable(SIGNALS.get(code - SIGNALLED));
    if (signal.filter(FROM_OUTSIDE::contains).isPresent()) {
      return new TrainerEvent.Ended(Outcome.FAILED_INFRASTRUCTURE, killed(signal.get()));
    }
    if (isOutOfMemory()) {
      return new TrainerEvent.Ended(
          Outcome.FAILED_OOM,
          "the trainer process had no memory left%s: %s. Set a smaller batchSize or imageSize, or give the worker fewer slots"
              .formatted(seen(), lastWords));
    }
    String words = lastWords.isEmpty() ? "it wrote no error" : lastWords;
    return signal
        .map(
            name ->
                new TrainerEvent.Ended(
                    Outcome.FAILED_INFRASTRUCTURE,
                    "the trainer process crashed in native code (%s)%s: %s"
                        .formatted(name, seen(), words)))
        .orElseGet(
            () ->
                new TrainerEvent.Ended(
                    Outcome.FAILED_CODE,
                    "the trainer process ended with code %d: %s".formatted(code, words)));
  }

  private String killed(String signal) {
    String begin = "the trainer process was killed from outside (%s)%s".formatted(signal, seen());
    return signal.equals(KILL)
        ? begin
            + ", most often by the kernel for lack of memory. If so, set a smaller batchSize or"
            + " imageSize, or give the worker fewer slots or its machine more memory"
        : begin;
  }

  private boolean isOutOfMemory() {
    String words = lastWords.toLowerCase(Locale.ROOT);
    return words.contains("insufficient memory") || words.contains("bad_alloc");
  }

  private String seen() {
    return peak.isEmpty()
        ? ""
        : String.format(Locale.ROOT, ", having taken up to %,.0f MiB", peak.getAsLong() / MEBIBYTE);
  }
}
