package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Trials by a time that each was put in with, the earliest first. Not thread-safe. */
final class ByTime {
  private final TreeSet<At> sorted =
      new TreeSet<>(Comparator.comparing(At::time).thenComparing(At::trial, Trial.BY_ACCEPTANCE));
  private final Map<Trial, At> times = new HashMap<>();

  private record At(Instant time, Trial trial) {}

  /** Puts it in, or in another place. */
  void put(Trial trial, Instant time) {
    remove(trial);
    At at = new At(time, trial);
    times.put(trial, at);
    sorted.add(at);
  }

  /** Puts it in or in another place, or takes it out. */
  void put(Trial trial, Optional<Instant> time) {
    remove(trial);
    time.ifPresent(at -> put(trial, at));
  }

  void remove(Trial trial) {
    Optional.ofNullable(times.remove(trial)).ifPresent(sorted::remove);
  }

  /** Those of that time and earlier. */
  Stream<Trial> until(Instant latest) {
    return sorted.stream().takeWhile(at -> !at.time().isAfter(latest)).map(At::trial);
  }

  Stream<Trial> all() {
    return sorted.stream().map(At::trial);
  }
}
