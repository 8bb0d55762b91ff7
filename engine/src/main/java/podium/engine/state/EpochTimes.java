package podium.engine.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import podium.protocol.experiment.TrialSpec;

/** How long epochs of a kind took of late, as their trainers measured it. Not thread-safe. */
final class EpochTimes {
  private static final int KEPT = 31;
  private static final int LEAST = 3;

  private final NavigableMap<String, Deque<Long>> byKind = new TreeMap<>();

  /** Epochs of one kind take about as long on one kind of device. */
  static String kind(Trial trial) {
    return anyDevice(trial) + trial.device;
  }

  private static String anyDevice(Trial trial) {
    TrialSpec spec = trial.spec();
    int slots = trial.experiment.slotsEach();
    return "%s%s|%s|%s|%s|"
        .formatted(
            slots > 1 ? slots + "x|" : "",
            spec.model(),
            spec.dataset(),
            spec.recipe().batchSize(),
            spec.recipe().imageSize());
  }

  void add(String kind, double seconds) {
    Deque<Long> times = byKind.computeIfAbsent(kind, unused -> new ArrayDeque<>());
    times.addLast(Math.round(seconds * 1000));
    if (times.size() > KEPT) {
      times.removeFirst();
    }
  }

  /** The lower median in milliseconds; nothing of fewer than three. */
  Optional<Long> median(String kind) {
    Deque<Long> times = byKind.getOrDefault(kind, new ArrayDeque<>());
    return times.size() < LEAST
        ? Optional.empty()
        : Optional.of(times.stream().sorted().toList().get((times.size() - 1) / 2));
  }

  /** The lower median in milliseconds, on whatever devices; nothing where there was no epoch. */
  Optional<Long> usual(Trial trial) {
    String like = anyDevice(trial);
    List<Long> times =
        byKind.tailMap(like, true).entrySet().stream()
            .takeWhile(kind -> kind.getKey().startsWith(like))
            .flatMap(kind -> kind.getValue().stream())
            .sorted()
            .toList();
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get((times.size() - 1) / 2));
  }

  /** As they were. */
  void restore(Map<String, List<Long>> all) {
    all.forEach((kind, times) -> byKind.put(kind, new ArrayDeque<>(times)));
  }

  Map<String, List<Long>> all() {
    Map<String, List<Long>> all = new TreeMap<>();
    byKind.forEach((kind, times) -> all.put(kind, List.copyOf(times)));
    return all;
  }
}
