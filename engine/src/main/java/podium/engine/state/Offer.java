package podium.engine.state;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ModelChoice;

/** A catalog, once for all workers that registered with it. Confined to its state's owner. */
final class Offer {
  final Catalog catalog;

  /** Tells offers apart that are of the same age. */
  final long number;

  /** Names of the workers that registered with it, gone or not. */
  final TreeSet<String> workers = new TreeSet<>();

  /** What was looked up of it before: reading labels and lists for each message is dear. */
  private final Map<Need, Boolean> known = new HashMap<>();

  private record Need(String model, String dataset, String pretrained) {}

  Offer(Catalog catalog, long number) {
    this.catalog = catalog;
    this.number = number;
  }

  /** The first of those names. */
  Optional<String> first() {
    return workers.isEmpty() ? Optional.empty() : Optional.of(workers.first());
  }

  /** Whether it has what such trials need, wherever their checkpoints are. */
  boolean has(Shape shape) {
    return known.computeIfAbsent(
        new Need(shape.model(), shape.dataset(), shape.pretrained()), this::look);
  }

  private boolean look(Need need) {
    return catalog.offers(need.model())
        && catalog.dataset(need.dataset()).isPresent()
        && catalog.hasWeights(need.pretrained(), ModelChoice.of(need.model()).name());
  }
}
