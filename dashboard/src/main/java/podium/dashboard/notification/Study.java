package podium.dashboard.notification;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;

/** How the trials of one experiment go. Not thread-safe. */
final class Study {
  private static final double NOTHING = -1;

  private final String contest;
  private final Map<TrialId, TrialStatus> ended = new HashMap<>();
  private final Map<TrialId, TreeMap<Integer, Reached>> epochs = new HashMap<>();
  private int trials;
  private long planned;
  private int failures;

  /** What an epoch came to: by what it is compared, and on the test images. */
  private record Reached(double decides, double test) {}

  /** With no trials yet. */
  Study(ExperimentSpec spec) {
    this.contest = spec.experiment() + "\n" + spec.dataset();
    this.planned = spec.search().learns() ? spec.trialCount() : 0;
  }

  /** Whose trials are compared: those of experiments of one name on one data set. */
  String contest() {
    return contest;
  }

  void begin(int more) {
    trials += more;
  }

  /** No trial comes beside those that are there; whether it is over by that. */
  boolean overOnceClosed() {
    boolean before = over();
    planned = 0;
    return !before && over();
  }

  boolean over() {
    return ended.size() >= Math.max(trials, planned);
  }

  /** Whether a trial was not over before. */
  boolean end(TrialId trial, TrialStatus status) {
    // why: a log may have a million epochs
    bestEpoch(trial)
        .ifPresent(
            best -> epochs.put(trial, new TreeMap<>(Map.of(best.getKey(), best.getValue()))));
    return ended.put(trial, status) == null;
  }

  /** An ended trial goes on. */
  void goOn(TrialId trial) {
    ended.remove(trial);
  }

  /** How many trials have failed, with this one. */
  int fail() {
    return ++failures;
  }

  void learn(TrialId trial, EpochResult result) {
    epochs
        .computeIfAbsent(trial, it -> new TreeMap<>())
        .put(
            result.epoch(),
            new Reached(
                result.deciding().map(Score::accuracy).orElse(NOTHING),
                result.test().map(Score::accuracy).orElse(NOTHING)));
  }

  /** Epochs after that one were lost. */
  void lose(TrialId trial, int after) {
    epochs.getOrDefault(trial, new TreeMap<>()).tailMap(after, false).clear();
  }

  /** The test accuracy of a trial's best epoch, as the leaderboard has it; nothing before one. */
  OptionalDouble best(TrialId trial) {
    return bestEpoch(trial)
        .map(epoch -> epoch.getValue().test())
        .filter(test -> test > NOTHING)
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  // why: of equals the earlier is the best, as on the board
  private Optional<Map.Entry<Integer, Reached>> bestEpoch(TrialId trial) {
    return epochs.getOrDefault(trial, new TreeMap<>()).entrySet().stream()
        .reduce(
            (one, other) -> other.getValue().decides() > one.getValue().decides() ? other : one);
  }

  /** Such as {@code 28 succeeded, 2 failed}. */
  String counts() {
    Map<TrialStatus, Integer> counts = new EnumMap<>(TrialStatus.class);
    ended.values().forEach(status -> counts.merge(status, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(it -> it.getValue() + " " + it.getKey().name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
