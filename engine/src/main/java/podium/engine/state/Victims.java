package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Trials whose attempts could make way: the lowest rank first, and of one rank the youngest
 * attempt. Not thread-safe.
 */
final class Victims {
  private final TreeSet<Ranked> sorted =
      new TreeSet<>(
          Comparator.comparingInt(Ranked::rank)
              .thenComparing(Ranked::placed, Comparator.reverseOrder())
              .thenComparing(Ranked::trial, Trial.BY_ACCEPTANCE));
  private final Map<Trial, Ranked> all = new HashMap<>();

  private record Ranked(int rank, Instant placed, Trial trial) {}

  /** Something about the trial changed. */
  void refresh(Trial trial) {
    remove(trial);
    boolean goesOn = trial.state() == Trial.State.PLACED || trial.state() == Trial.State.RUNNING;
    if (goesOn && trial.preemption.isEmpty()) {
      Ranked ranked = new Ranked(trial.rank(), trial.placedAt, trial);
      all.put(trial, ranked);
      sorted.add(ranked);
    }
  }

  void remove(Trial trial) {
    Optional.ofNullable(all.remove(trial)).ifPresent(sorted::remove);
  }

  /** Those below that rank. */
  Stream<Trial> below(int rank) {
    return sorted.stream().takeWhile(it -> it.rank() < rank).map(Ranked::trial);
  }
}
