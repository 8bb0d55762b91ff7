package podium.engine.reign;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import podium.engine.port.Time;
import podium.protocol.id.TrialId;

/**
 * When something was last heard of each attempt: an order sent, a line of progress, a report. Not
 * in the log; begins anew with a term.
 */
final class Signs {
  private final Time time;
  private final Map<TrialId, Sign> last = new HashMap<>();

  private record Sign(int attempt, long nanos) {}

  Signs(Time time) {
    this.time = time;
  }

  /** Something was heard of it. */
  void heard(TrialId trial, int attempt) {
    last.put(trial, new Sign(attempt, time.nanos()));
  }

  /** For how long nothing was heard of it; it counts from the first time that this is asked. */
  Duration quiet(TrialId trial, int attempt) {
    Sign sign = last.get(trial);
    if (sign == null || sign.attempt() != attempt) {
      heard(trial, attempt);
      return Duration.ZERO;
    }
    return Duration.ofNanos(time.nanos() - sign.nanos());
  }

  /** Nothing will be asked of it any more. */
  void forget(TrialId trial) {
    last.remove(trial);
  }
}
