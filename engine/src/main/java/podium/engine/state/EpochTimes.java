package podium.engine.state;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import podium.protocol.experiment.TrialSpec;

/** How long something took of late of each kind of training, in milliseconds. Not thread-safe. */
final class EpochTimes {
  private static final int KEPT = 31;
  private static final int LEAST = 3;

  private final NavigableMap<String, Deque<Long>> byKind = new TreeMap<>();

  /**
   * Epochs of one kind take about as long on one kind of device.
   *
   * @param slots that the trial has together
   */
  static String kind(int slots, TrialSpec spec, String device) {
    return anyDevice(slots, spec) + device;
  }

  static String kind(Trial trial) {
    return kind(trial.experiment.slotsEach(), trial.spec(), trial.device);
  }

  private static String anyDevice(int slots, TrialSpec spec) {
    return "%s%s|%s|%s|"
        .formatted(
            ofModel(slots, spec.model()),
            spec.dataset(),
            spec.recipe().batchSize(),
            spec.recipe().imageSize());
  }

  private static String ofModel(int slots, String model) {
    return slots > 1 ? slots + "x|" + model + "|" : model + "|";
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
  Optional<Long> usual(int slots, TrialSpec spec) {
    List<Long> times = like(slots, spec).values().stream().flatMap(List::stream).sorted().toList();
    return times.isEmpty() ? Optional.empty() : Optional.of(times.get((times.size() - 1) / 2));
  }

  /** The times of a kind by device, oldest first. */
  NavigableMap<String, List<Long>> like(int slots, TrialSpec spec) {
    return beginning(anyDevice(slots, spec));
  }

  /** The same of whatever kinds of a model, by kind and device. */
  NavigableMap<String, List<Long>> like(int slots, String model) {
    return beginning(ofModel(slots, model));
  }

  private NavigableMap<String, List<Long>> beginning(String prefix) {
    NavigableMap<String, List<Long>> found = new TreeMap<>();
    byKind.tailMap(prefix, true).entrySet().stream()
        .takeWhile(kind -> kind.getKey().startsWith(prefix))
        .forEach(
            kind ->
                found.put(kind.getKey().substring(prefix.length()), List.copyOf(kind.getValue())));
    return found;
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
