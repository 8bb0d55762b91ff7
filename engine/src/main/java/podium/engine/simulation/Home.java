package podium.engine.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import podium.protocol.id.AttemptId;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;

/** A folder of checkpoints, of which the older ones go once newer ones count. */
final class Home {
  private static final int KEPT = 2;

  private final String id;
  private final Map<TrialId, List<Written>> written = new HashMap<>();

  private record Written(int attempt, int epoch, int percent) {
    String path(TrialId trial) {
      return trial + "/" + attempt + "/" + epoch;
    }
  }

  Home(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /**
   * Writes one.
   *
   * @param percent how good it is
   */
  CheckpointRef write(AttemptId attempt, int epoch, int percent) {
    Written one = new Written(attempt.attempt(), epoch, percent);
    of(attempt.trial()).add(one);
    return new CheckpointRef(epoch, one.path(attempt.trial()), "hash", 1);
  }

  /** The first of those that is there. */
  Optional<CheckpointRef> find(List<CheckpointRef> wanted) {
    return wanted.stream().filter(this::has).findFirst();
  }

  private boolean has(CheckpointRef wanted) {
    TrialId trial = new TrialId(wanted.path().split("/", 2)[0]);
    return of(trial).stream().anyMatch(one -> one.path(trial).equals(wanted.path()));
  }

  /**
   * The log counts that epoch of the attempt: what it supersedes goes, but for the best.
   *
   * @param keepEvery of how many epochs one stays for good; 0 means none
   */
  void counted(AttemptId attempt, int epoch, int keepEvery) {
    TreeMap<Integer, Written> newest = new TreeMap<>();
    for (Written one : of(attempt.trial())) {
      if (one.attempt() <= attempt.attempt() && one.epoch() <= epoch) {
        newest.merge(one.epoch(), one, (a, b) -> a.attempt() > b.attempt() ? a : b);
      }
    }
    Set<Written> kept =
        newest.descendingMap().values().stream().limit(KEPT).collect(Collectors.toSet());
    newest.values().stream()
        .filter(one -> keepEvery > 0 && one.epoch() % keepEvery == 0)
        .forEach(kept::add);
    newest.values().stream()
        .reduce((best, next) -> next.percent() > best.percent() ? next : best)
        .ifPresent(kept::add);
    of(attempt.trial())
        .removeIf(
            one ->
                (one.attempt() < attempt.attempt()
                        || (one.attempt() == attempt.attempt() && one.epoch() <= epoch))
                    && !kept.contains(one));
  }

  private List<Written> of(TrialId trial) {
    return written.computeIfAbsent(trial, it -> new ArrayList<>());
  }
}
