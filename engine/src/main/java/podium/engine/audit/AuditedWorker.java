package podium.engine.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ModelChoice;

/** What the auditor knows of a worker. Confined to its auditor. */
final class AuditedWorker {
  /** Whether it is there. */
  enum Life {
    ALIVE,
    SUSPECT,
    GONE
  }

  /** What a trial needs of a worker. */
  record Needs(Device device, String model, String dataset, String pretrained) {}

  final String name;
  final String incarnation;
  final String home;
  private final Catalog catalog;
  private final Map<Needs, Boolean> offers = new HashMap<>();

  /** The trial on each slot; empty when it is free. */
  private final Map<String, Optional<String>> slots = new LinkedHashMap<>();

  Life life = Life.ALIVE;

  /** When it registered, or was gone since. */
  Instant since;

  /** Whether it gave an attempt back, and so gets nothing new. */
  boolean leaves;

  AuditedWorker(WorkerRegistered registered, Instant since) {
    this.name = registered.worker();
    this.incarnation = registered.incarnation();
    this.home = registered.checkpointHome();
    this.catalog = registered.catalog();
    this.since = since;
    for (Slot slot : registered.slots()) {
      slots.put(slot.name(), Optional.empty());
    }
  }

  boolean there(String itsIncarnation) {
    return life != Life.GONE && incarnation.equals(itsIncarnation);
  }

  boolean takesTrials() {
    return life == Life.ALIVE && !leaves;
  }

  boolean has(String slot) {
    return slots.containsKey(slot);
  }

  Optional<String> on(String slot) {
    return slots.getOrDefault(slot, Optional.empty());
  }

  int size() {
    return slots.size();
  }

  void take(String slot, String trial) {
    slots.put(slot, Optional.of(trial));
  }

  void free(String slot, String trial) {
    slots.computeIfPresent(slot, (name, held) -> held.filter(id -> !id.equals(trial)));
  }

  /** Takes everything from its slots. */
  List<String> clear() {
    List<String> held = slots.values().stream().flatMap(Optional::stream).toList();
    slots.replaceAll((slot, trial) -> Optional.empty());
    return held;
  }

  boolean hasFreeSlotFor(Needs needs) {
    return slots.entrySet().stream()
        .anyMatch(slot -> slot.getValue().isEmpty() && needs.device().suits(slot.getKey()));
  }

  /** Whether it is there and could train such a trial on one of its slots, free or not. */
  boolean serves(Needs needs) {
    return life != Life.GONE
        && offers(needs)
        && slots.keySet().stream().anyMatch(needs.device()::suits);
  }

  boolean offers(Needs needs) {
    return offers.computeIfAbsent(
        needs,
        it ->
            catalog.offers(it.model())
                && catalog.dataset(it.dataset()).isPresent()
                && catalog.hasWeights(it.pretrained(), ModelChoice.of(it.model()).name()));
  }
}
