package podium.engine.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Precision;
import podium.protocol.experiment.TrialSpec;

/**
 * How many images at a time were too many for the memory of a kind of device, as attempts told.
 * Confined to its state's owner.
 */
final class TooLarge {
  /** Kinds of training that are remembered; of more, those that failed last. */
  static final int MOST = 1000;

  private final Map<Kind, Integer> failed = new LinkedHashMap<>();

  /**
   * What decides how much memory an image takes.
   *
   * @param images their side in pixels, or the data set where that has it
   * @param device what it is, and whether it is a share of one
   */
  record Kind(String model, String images, int batchSize, Precision precision, String device) {
    static Kind of(TrialSpec spec, Slot slot) {
      int side = spec.recipe().imageSize();
      String type = Slot.device(slot.name()).replaceFirst(":.*", "");
      String share = Slot.device(slot.name()).equals(slot.name()) ? "" : "share of ";
      return new Kind(
          spec.model(),
          side > 0 ? String.valueOf(side) : spec.dataset(),
          spec.recipe().batchSize(),
          spec.recipe().precision(),
          share + type + " " + slot.description());
    }
  }

  /** So many images at a time were too many. */
  record Known(Kind kind, int images) {}

  boolean isEmpty() {
    return failed.isEmpty();
  }

  void failed(Kind kind, int images) {
    Integer before = failed.remove(kind);
    failed.put(kind, before == null ? images : Math.min(before, images));
    if (failed.size() > MOST) {
      failed.remove(failed.keySet().iterator().next());
    }
  }

  /** So many images at a time fit: what was found of as many, or fewer, was of another cause. */
  void fits(Kind kind, int images) {
    failed.computeIfPresent(kind, (same, known) -> known <= images ? null : known);
  }

  /** The fewest images at a time that were too many. */
  Optional<Integer> of(Kind kind) {
    return Optional.ofNullable(failed.get(kind));
  }

  /** Those that failed last come last. */
  List<Known> all() {
    return failed.entrySet().stream().map(it -> new Known(it.getKey(), it.getValue())).toList();
  }

  /** As it was. */
  void restore(List<Known> all) {
    all.forEach(it -> failed.put(it.kind(), it.images()));
  }
}
