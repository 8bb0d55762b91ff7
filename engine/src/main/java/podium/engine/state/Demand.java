package podium.engine.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Trials that could use a slot, by shape, each shape in order, and which of them there is a free
 * slot for. A trial's place in the order stands as long as it is in here. Confined to its state's
 * owner.
 */
final class Demand implements Supply.Watcher {
  private final Supply supply;
  private final Comparator<Trial> order;
  private final Map<Shape, TreeSet<Trial>> byShape = new HashMap<>();

  /** The first trials of those shapes that could be trained at a place, free or not. */
  private final Map<Supply.Place, TreeSet<Trial>> heads = new HashMap<>();

  private final Map<Supply.Place, Open> openAt = new HashMap<>();
  private final TreeSet<Open> open;

  /** A place with a free slot, and the first trial that could have it. */
  private record Open(Trial first, Supply.Place place) {}

  Demand(Supply supply, Comparator<Trial> order) {
    this.supply = supply;
    this.order = order;
    this.open =
        new TreeSet<>(
            Comparator.comparing(Open::first, order)
                .thenComparingLong(it -> it.place().offer().number));
    supply.watch(this);
  }

  /** How many there are; costs as much as there are shapes. */
  int size() {
    return byShape.values().stream().mapToInt(TreeSet::size).sum();
  }

  void add(Trial trial, Shape shape) {
    TreeSet<Trial> alike = byShape.computeIfAbsent(shape, it -> new TreeSet<>(order));
    Optional<Trial> before = first(alike);
    alike.add(trial);
    moved(shape, before, first(alike));
  }

  /** Whether it was in here. */
  boolean remove(Trial trial, Shape shape) {
    TreeSet<Trial> alike = byShape.getOrDefault(shape, new TreeSet<>(order));
    Optional<Trial> before = first(alike);
    if (!alike.remove(trial)) {
      return false;
    }
    if (alike.isEmpty()) {
      byShape.remove(shape);
    }
    moved(shape, before, first(alike));
    return true;
  }

  /** The first in order that there is a free slot for. */
  Optional<Trial> firstOpen() {
    return open.isEmpty() ? Optional.empty() : Optional.of(open.first().first());
  }

  /** All of them, those of one shape in order. */
  Stream<Trial> all() {
    return byShape.values().stream().flatMap(TreeSet::stream);
  }

  private void moved(Shape shape, Optional<Trial> before, Optional<Trial> now) {
    if (!before.equals(now)) {
      supply.places(shape).forEach(place -> moved(place, before, now));
    }
  }

  private void moved(Supply.Place place, Optional<Trial> before, Optional<Trial> now) {
    TreeSet<Trial> firsts = heads.computeIfAbsent(place, it -> new TreeSet<>(order));
    before.ifPresent(firsts::remove);
    now.ifPresent(firsts::add);
    if (firsts.isEmpty()) {
      heads.remove(place);
    }
    changed(place);
  }

  @Override
  public void changed(Supply.Place place) {
    Optional.ofNullable(openAt.remove(place)).ifPresent(open::remove);
    if (supply.isFree(place)) {
      Optional.ofNullable(heads.get(place))
          .map(firsts -> new Open(firsts.first(), place))
          .ifPresent(
              it -> {
                openAt.put(place, it);
                open.add(it);
              });
    }
  }

  @Override
  public void added(Offer offer) {
    byShape.forEach(
        (shape, alike) -> {
          if (offer.has(shape)) {
            moved(Supply.at(offer, shape), Optional.empty(), first(alike));
          }
        });
  }

  @Override
  public void removed(Offer offer) {
    byShape.forEach(
        (shape, alike) -> {
          if (offer.has(shape)) {
            moved(Supply.at(offer, shape), first(alike), Optional.empty());
          }
        });
  }

  private static Optional<Trial> first(SortedSet<Trial> trials) {
    return trials.isEmpty() ? Optional.empty() : Optional.of(trials.first());
  }
}
