package podium.engine.state;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import podium.protocol.event.TrialStatus;

/** How many trials have each status. Not thread-safe. */
final class Statuses {
  private final Map<TrialStatus, Long> counts = new EnumMap<>(TrialStatus.class);

  void add(Trial trial) {
    count(trial.status, 1);
  }

  void remove(Trial trial) {
    count(trial.status, -1);
  }

  private void count(TrialStatus status, long more) {
    long now = counts.getOrDefault(status, 0L) + more;
    if (now == 0) {
      counts.remove(status);
    } else {
      counts.put(status, now);
    }
  }

  Map<String, Long> byName() {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((status, count) -> named.put(status.name(), count));
    return named;
  }
}
