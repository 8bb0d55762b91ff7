package podium.dashboard.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import podium.dashboard.domain.AttemptRow;
import podium.dashboard.domain.Trial;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/** The latest progress of each running trial, in memory only. Thread-safe. */
final class LiveProgress {
  private static final int MOST = 20_000;

  private final Map<TrialId, Progress> latest = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();

  /** How often what is known here has changed. */
  long changes() {
    return changes.get();
  }

  void put(Progress progress) {
    if (latest.size() < MOST || latest.containsKey(progress.trial())) {
      latest.put(progress.trial(), progress);
      changes.incrementAndGet();
    }
  }

  Optional<Progress> of(TrialId trial) {
    return Optional.ofNullable(latest.get(trial));
  }

  /** Slots that wait for something, each in words. */
  List<String> waiting() {
    return latest.values().stream()
        .filter(Progress::waits)
        .map(one -> "%s %s: %s %s".formatted(one.worker(), one.slot(), one.trial(), one.doing()))
        .sorted()
        .toList();
  }

  void changed(Trial trial) {
    TrialId id = trial.row().identity().trial();
    if (trial.row().standing().status() != TrialStatus.RUNNING) {
      latest.remove(id);
    } else if (trial.attempt().flatMap(AttemptRow::startedAt).isPresent()) {
      // why: what was done before training is over
      of(id).filter(Progress::beforeTraining).ifPresent(before -> latest.remove(id, before));
    }
    changes.incrementAndGet();
  }

  void clear() {
    latest.clear();
    changes.incrementAndGet();
  }
}
