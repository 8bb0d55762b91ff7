package podium.engine.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Trials whose attempt waits for a lost worker to return. Confined to its state's owner. */
public final class Adrift {
  private static final Comparator<Trial> LONGEST_FIRST =
      Comparator.<Trial, Instant>comparing(trial -> trial.adriftSince.orElseThrow())
          .thenComparing(Trial.BY_ACCEPTANCE);

  private final TreeSet<Trial> all = new TreeSet<>(LONGEST_FIRST);
  private final Demand demand;
  private final Map<Trial, Shape> shapes = new HashMap<>();

  Adrift(Supply supply) {
    this.demand = new Demand(supply, new SlotLimits() {}, LONGEST_FIRST);
  }

  /** It waits; since when stands as long as it is in here. */
  void add(Trial trial) {
    Shape shape = Shape.of(trial);
    shapes.put(trial, shape);
    all.add(trial);
    demand.add(trial, shape);
  }

  /** It waits no more. */
  void remove(Trial trial) {
    Optional.ofNullable(shapes.remove(trial))
        .ifPresent(
            shape -> {
              all.remove(trial);
              demand.remove(trial, shape);
            });
  }

  /** The one that waits longest. */
  public Optional<Trial> longest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.first());
  }

  /** The one that waits longest of those that a free slot could train meanwhile. */
  public Optional<Trial> longestBesideAFreeSlot() {
    return demand.firstOpen();
  }

  /** All of them, the longest first. */
  SortedSet<Trial> all() {
    return all;
  }
}
