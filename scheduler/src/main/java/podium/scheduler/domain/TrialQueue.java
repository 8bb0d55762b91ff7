package podium.scheduler.domain;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The trials that wait, by shape, each shape in a total order: priority, then acceptance, then
 * number. Those that may not be placed yet stand apart, by the time from which they may.
 */
final class TrialQueue {
  static final Comparator<Trial> ORDER =
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

  /** A trial and the worker's slot that it can have. */
  record Match(Trial trial, WorkerState worker, String slot) {}

  /** The first trial in order for which a slot is free at that time. */
  Optional<Match> first(Collection<WorkerState> workers, Instant now) {
    boolean anyFree =
        workers.stream()
            .anyMatch(
                worker ->
                    worker.takesTrials()
                        && worker.slots.values().stream().anyMatch(Optional::isEmpty));
    if (!anyFree) {
      return Optional.empty();
    }
    return Stream.concat(byShape.values().stream().map(TreeSet::first), ripe(now))
        .flatMap(trial -> match(trial, workers).stream())
        .min(Comparator.comparing(Match::trial, ORDER));
  }

  /** Those that go on from a checkpoint of a known home, and so need a worker that sees it. */
  Stream<Trial> bound() {
    return Stream.concat(
        byShape.entrySet().stream()
            .filter(entry -> !entry.getKey().home().isEmpty())
            .flatMap(entry -> entry.getValue().stream()),
        later.stream().filter(trial -> !trial.checkpoints.home().isEmpty()));
  }

  /** All that wait, in order. */
  List<Trial> inOrder() {
    return Stream.concat(byShape.values().stream().flatMap(TreeSet::stream), later.stream())
        .sorted(ORDER)
        .toList();
  }

  private Stream<Trial> ripe(Instant now) {
    return later.stream().takeWhile(trial -> !trial.notBefore.isAfter(now));
  }

  private static Optional<Match> match(Trial trial, Collection<WorkerState> workers) {
    Shape shape = Shape.of(trial);
    return workers.stream()
        .flatMap(
            worker -> worker.freeSlot(shape).map(slot -> new Match(trial, worker, slot)).stream())
        .findFirst();
  }
}
