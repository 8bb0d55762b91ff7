package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Trials that wait and go on only where their newest checkpoint is seen, by shape, and since when
 * nobody is there who sees it. Since when a trial waits stands as long as it is in here. Confined
 * to its state's owner.
 */
final class Bound implements Supply.Watcher {
  private static final Comparator<Trial> LONGEST_FIRST =
      Comparator.<Trial, Instant>comparing(trial -> trial.queuedAt)
          .thenComparing(Trial.BY_ACCEPTANCE);

  private final Supply supply;
  private final Map<Shape, TreeSet<Trial>> byShape = new HashMap<>();
  private final Map<String, Set<Shape>> shapesOf = new HashMap<>();
  private final Map<Shape, Away> awayAt = new HashMap<>();
  private final TreeSet<Away> away = new TreeSet<>();

  /** A shape that no worker serves, and since when the first of its trials waits for one. */
  private record Away(Instant since, Shape shape) implements Comparable<Away> {
    private static final Comparator<Away> ORDER =
        Comparator.comparing(Away::since)
            .thenComparing(it -> it.shape().home())
            .thenComparing(it -> it.shape().device())
            .thenComparingInt(it -> it.shape().slots())
            .thenComparing(it -> it.shape().model())
            .thenComparing(it -> it.shape().dataset())
            .thenComparing(it -> it.shape().pretrained());

    @Override
    public int compareTo(Away other) {
      return ORDER.compare(this, other);
    }
  }

  Bound(Supply supply) {
    this.supply = supply;
    supply.watch(this);
  }

  void add(Trial trial, Shape shape) {
    byShape.computeIfAbsent(shape, it -> new TreeSet<>(LONGEST_FIRST)).add(trial);
    shapesOf.computeIfAbsent(shape.home(), it -> new HashSet<>()).add(shape);
    refresh(shape);
  }

  void remove(Trial trial, Shape shape) {
    TreeSet<Trial> alike = byShape.getOrDefault(shape, new TreeSet<>(LONGEST_FIRST));
    alike.remove(trial);
    if (alike.isEmpty()) {
      byShape.remove(shape);
      Set<Shape> ofHome = shapesOf.getOrDefault(shape.home(), new HashSet<>());
      ofHome.remove(shape);
      if (ofHome.isEmpty()) {
        shapesOf.remove(shape.home());
      }
    }
    refresh(shape);
  }

  @Override
  public void moved(String home) {
    shapesOf.getOrDefault(home, Set.of()).forEach(this::refresh);
  }

  private void refresh(Shape shape) {
    Optional.ofNullable(awayAt.remove(shape)).ifPresent(away::remove);
    Optional.ofNullable(byShape.get(shape))
        .filter(alike -> !supply.isServed(shape))
        .map(alike -> new Away(since(alike.first(), shape), shape))
        .ifPresent(
            it -> {
              awayAt.put(shape, it);
              away.add(it);
            });
  }

  /** Since when such a trial waits for a worker, while there is none. */
  Instant since(Trial trial, Shape shape) {
    return supply
        .lastSeen(shape.home())
        .filter(gone -> gone.isAfter(trial.queuedAt))
        .orElse(trial.queuedAt);
  }

  /** The one that waits longest for a worker, of those that have none. */
  Optional<Trial> longestAway() {
    return away.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(byShape.get(away.first().shape())).map(TreeSet::first);
  }

  /** Whether one of them needs a worker of that home. */
  boolean has(String home) {
    return shapesOf.containsKey(home);
  }

  Stream<Trial> all() {
    return byShape.values().stream().flatMap(TreeSet::stream);
  }
}
