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

  private record Written(int attempt, int epoch) {
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

  /** Writes one. */
  CheckpointRef write(AttemptId attempt, int epoch) {
    Written one = new Written(attempt.attempt(), epoch);
    of(attempt.trial()).add(one);
    return new CheckpointRef(epoch, one.path(attempt.trial()), "hash", 1);
  }

  /** The first of those that is there. */
  Optional<CheckpointRef> find(TrialId trial, List<CheckpointRef> wanted) {
    Set<String> there = of(trial).stream().map(one -> one.path(trial)).collect(Collectors.toSet());
    return wanted.stream().filter(one -> there.contains(one.path())).findFirst();
  }

  /** The log counts that epoch of the attempt: what it supersedes goes. */
  void counted(AttemptId attempt, int epoch) {
    TreeMap<Integer, Integer> newest = new TreeMap<>();
    for (Written one : of(attempt.trial())) {
      if (one.attempt() <= attempt.attempt() && one.epoch() <= epoch) {
        newest.merge(one.epoch(), one.attempt(), Math::max);
      }
    }
    Set<Written> kept =
        newest.descendingMap().entrySet().stream()
            .limit(KEPT)
            .map(last -> new Written(last.getValue(), last.getKey()))
            .collect(Collectors.toSet());
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
