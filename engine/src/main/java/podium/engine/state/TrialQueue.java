package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The trials that wait, by shape, each shape in a total order: priority, then acceptance, then
 * number. Those that may not be placed yet stand apart, by the time from which they may.
 */
public final class TrialQueue {
  /** Priority, then acceptance, then number in the experiment. */
  public static final Comparator<Trial> ORDER =
      Comparator.<Trial>comparingInt(trial -> -trial.experiment.spec().priority())
          .thenComparingLong(trial -> trial.experiment.order())
          .thenComparingInt(trial -> trial.number);

  private final Map<Shape, TreeSet<Trial>> byShape = new HashMap<>();
  private final TreeSet<Trial> later =
      new TreeSet<>(
          Comparator.<Trial, Instant>comparing(trial -> trial.notBefore).thenComparing(ORDER));

  void add(Trial trial, Instant now) {
    if (trial.notBefore.isAfter(now)) {
      later.add(trial);
    } else {
      byShape.computeIfAbsent(Shape.of(trial), shape -> new TreeSet<>(ORDER)).add(trial);
    }
  }

  void remove(Trial trial) {
    if (later.remove(trial)) {
      return;
    }
    Shape shape = Shape.of(trial);
    TreeSet<Trial> waiting = byShape.get(shape);
    if (waiting != null && waiting.remove(trial) && waiting.isEmpty()) {
      byShape.remove(shape);
    }
  }

  /** Time went on: what had to wait until now takes its place in the order. */
  void ripen(Instant now) {
    while (!later.isEmpty() && !later.first().notBefore.isAfter(now)) {
      add(later.removeFirst(), now);
    }
  }

  /** The first trial in order of each shape that may be placed at that time. */
  public Stream<Trial> heads(Instant now) {
    return Stream.concat(byShape.values().stream().map(TreeSet::first), ripe(now));
  }

  /** Those that go on from a checkpoint of a known home, and so need a worker that sees it. */
  public Stream<Trial> bound() {
    return Stream.concat(
        byShape.entrySet().stream()
            .filter(entry -> !entry.getKey().home().isEmpty())
            .flatMap(entry -> entry.getValue().stream()),
        later.stream().filter(trial -> !trial.checkpoints.home().isEmpty()));
  }

  /** How many wait. */
  public int size() {
    return byShape.values().stream().mapToInt(TreeSet::size).sum() + later.size();
  }

  /** All that wait, in order. */
  public List<Trial> inOrder() {
    return Stream.concat(byShape.values().stream().flatMap(TreeSet::stream), later.stream())
        .sorted(ORDER)
        .toList();
  }

  private Stream<Trial> ripe(Instant now) {
    return later.stream().takeWhile(trial -> !trial.notBefore.isAfter(now));
  }
}
