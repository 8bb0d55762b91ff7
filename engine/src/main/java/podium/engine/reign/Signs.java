package podium.engine.reign;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * When something was last heard of each attempt: an order sent, a line of progress, a report. Not
 * in the log; begins anew with a term.
 */
public final class Signs {
  private final LongSupplier nanos;
  private final Map<String, Sign> last = new HashMap<>();

  private record Sign(int attempt, long nanos) {}

  public Signs(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Something was heard of it. */
  public void heard(String trial, int attempt) {
    last.put(trial, new Sign(attempt, nanos.getAsLong()));
  }

  /** For how long nothing was heard of it; it counts from the first time that this is asked. */
  public Duration quiet(String trial, int attempt) {
    Sign sign = last.get(trial);
    if (sign == null || sign.attempt() != attempt) {
      heard(trial, attempt);
      return Duration.ZERO;
    }
    return Duration.ofNanos(nanos.getAsLong() - sign.nanos());
  }

  /** Nothing will be asked of it any more. */
  public void forget(String trial) {
    last.remove(trial);
  }
}
