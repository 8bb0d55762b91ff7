package podium.engine.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Who comes first of those that could have the free slots of a place. Confined to its owner. */
final class Openings implements Supply.Watcher {
  private final Supply supply;
  private final Comparator<Trial> order;

  /** Trials that could be trained at a place, free or not. */
  private final Map<Supply.Place, TreeSet<Trial>> heads = new HashMap<>();

  private final Map<Supply.Place, Open> openAt = new HashMap<>();
  private final TreeSet<Open> open;

  /** A place with a free slot, and the first trial that could have it. */
  private record Open(Trial first, Supply.Place place) {}

  Openings(Supply supply, Comparator<Trial> order) {
    this.supply = supply;
    this.order = order;
    this.open =
        new TreeSet<>(
            Comparator.comparing(Open::first, order)
                .thenComparingLong(it -> it.place().offer().number));
    supply.watch(this);
  }

  /** The first in order that there is a free slot for. */
  Optional<Trial> first() {
    return open.isEmpty() ? Optional.empty() : Optional.of(open.first().first());
  }

  /** Another trial, or none, stands for those of that shape. */
  void moved(Shape shape, Optional<Trial> before, Optional<Trial> now) {
    supply.places(shape).forEach(place -> moved(place, before, now));
  }

  /** The same at one place. */
  void moved(Supply.Place place, Optional<Trial> before, Optional<Trial> now) {
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
}
