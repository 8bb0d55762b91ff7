package podium.scheduler.domain;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The trials that wait, by shape, each shape in a total order: priority, then acceptance, then
 * number.
 */
final class TrialQueue {
  static final Comparator<Trial> ORDER =
      Comparator.<Trial>comparingInt(trial -> -trial.experiment.spec().priority())
          .thenComparingLong(trial -> trial.experiment.order())
          .thenComparingInt(trial -> trial.number);

  private final Map<Shape, TreeSet<Trial>> byShape = new HashMap<>();

  void add(Trial trial) {
    byShape.computeIfAbsent(Shape.of(trial), shape -> new TreeSet<>(ORDER)).add(trial);
  }

  void remove(Trial trial) {
    Shape shape = Shape.of(trial);
    TreeSet<Trial> waiting = byShape.get(shape);
    if (waiting != null && waiting.remove(trial) && waiting.isEmpty()) {
      byShape.remove(shape);
    }
  }

  /** A trial and the worker's slot that it can have. */
  record Match(Trial trial, WorkerState worker, String slot) {}

  /** The first trial in order for which a slot is free. */
  Optional<Match> first(Collection<WorkerState> workers) {
    boolean anyFree =
        workers.stream()
            .anyMatch(
                worker ->
                    worker.takesTrials()
                        && worker.slots.values().stream().anyMatch(Optional::isEmpty));
    if (!anyFree) {
      return Optional.empty();
    }
    return byShape.entrySet().stream()
        .flatMap(entry -> match(entry.getKey(), entry.getValue().first(), workers).stream())
        .min(Comparator.comparing(Match::trial, ORDER));
  }

  /** All that wait, in order. */
  List<Trial> inOrder() {
    return byShape.values().stream().flatMap(TreeSet::stream).sorted(ORDER).toList();
  }

  private static Optional<Match> match(Shape shape, Trial trial, Collection<WorkerState> workers) {
    return workers.stream()
        .flatMap(
            worker -> worker.freeSlot(shape).map(slot -> new Match(trial, worker, slot)).stream())
        .findFirst();
  }
}
