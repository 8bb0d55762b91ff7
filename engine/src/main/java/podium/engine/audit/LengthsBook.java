package podium.engine.audit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long epochs took of late, by an account of its own. Confined to its auditor. */
final class LengthsBook {
  private static final int KEPT = 31;

  /** Milliseconds of the last epochs by kind and device. */
  private final Map<Kind, Map<String, Deque<Long>>> all = new HashMap<>();

  /** Trials whose epochs take about as long on one device. */
  record Kind(int slots, String model, String dataset, int batchSize, int imageSize) {}

  void finished(AuditedTrial trial, double seconds) {
    Deque<Long> last =
        all.computeIfAbsent(trial.kind, it -> new HashMap<>())
            .computeIfAbsent(trial.device, it -> new ArrayDeque<>());
    last.add(Math.round(seconds * 1000));
    if (last.size() > KEPT) {
      last.remove();
    }
  }

  /** How long the trial takes that goes on from its newest checkpoint; empty when not known. */
  Optional<Duration> left(AuditedTrial trial) {
    List<Long> times =
        all.getOrDefault(trial.kind, Map.of()).values().stream()
            .flatMap(Deque::stream)
            .sorted()
            .toList();
    int done = trial.newest().map(kept -> kept.reference().epoch()).orElse(0);
    return times.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Duration.ofMillis(times.get((times.size() - 1) / 2))
                .multipliedBy(Math.max(0, trial.epochs - done)));
  }
}
