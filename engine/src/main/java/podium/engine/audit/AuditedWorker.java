package podium.engine.audit;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ModelChoice;
import podium.protocol.id.TrialId;

/** What the auditor knows of a worker. Confined to its auditor. */
final class AuditedWorker {
  /** Whether it is there. */
  enum Life {
    ALIVE,
    SUSPECT,
    GONE
  }

  /**
   * What a trial needs of a worker.
   *
   * @param slots how many together
   */
  record Needs(Device device, int slots, String model, String dataset, String pretrained) {}

  /**
   * What is on a slot.
   *
   * @param stuck whether that attempt is over or another one, and may still be there
   */
  record Taken(TrialId trial, int attempt, boolean stuck) {}

  final String name;
  final String incarnation;
  final String home;

  /** Of how many epochs it keeps one checkpoint for good; 0 means none. */
  final int keepEvery;

  private final Catalog catalog;
  private final Map<Needs, Boolean> offers = new HashMap<>();

  /** What is on each slot; empty when it is free. */
  private final Map<String, Optional<Taken>> slots = new LinkedHashMap<>();

  /** UUID of the GPU of each slot that is on one. */
  private final Map<String, String> gpus = new HashMap<>();

  /** What each slot is, for memory: what is called alike has as much. */
  private final Map<String, String> devices = new HashMap<>();

  private final int offered;

  Life life = Life.ALIVE;

  /** When it registered, or was gone since. */
  Instant since;

  /** When it registered or was heard again. */
  Instant aliveSince;

  /** Whether it is about to stop, and so gets nothing new. */
  boolean leaves;

  /** Stands for all slots among those that are drained. */
  static final String WHOLE = "";

  /** Slots that people want nothing new on. */
  Set<String> drained = Set.of();

  /** Slots that are left out. */
  Set<String> resting = Set.of();

  /** Those of them that are, since another worker has their GPU. */
  Set<String> taken = Set.of();

  AuditedWorker(WorkerRegistered registered, Instant since) {
    this.name = registered.worker();
    this.incarnation = registered.incarnation();
    this.home = registered.checkpointHome();
    this.keepEvery = registered.keepEvery();
    this.catalog = registered.catalog();
    this.since = since;
    this.aliveSince = since;
    this.offered = registered.slots().size();
    for (Slot slot : registered.slots()) {
      slots.put(slot.name(), Optional.empty());
      boolean shared = slot.name().contains("/");
      String type = slot.name().split("[:/]", 2)[0];
      devices.put(slot.name(), type + (shared ? "/" : "") + " " + slot.description());
      if (!slot.gpu().isEmpty()) {
        gpus.put(slot.name(), slot.gpu());
      }
    }
  }

  /** The GPU of a slot, if it is on one. */
  Optional<String> gpu(String slot) {
    return Optional.ofNullable(gpus.get(slot));
  }

  /** What a slot is, alike for slots with as much memory. */
  String device(String slot) {
    return devices.getOrDefault(slot, "");
  }

  /** Whether it is there with a slot on that GPU that was not taken from it. */
  boolean hasOpen(String gpu) {
    return life != Life.GONE
        && gpus.entrySet().stream()
            .anyMatch(slot -> slot.getValue().equals(gpu) && !taken.contains(slot.getKey()));
  }

  boolean there(String itsIncarnation) {
    return life != Life.GONE && incarnation.equals(itsIncarnation);
  }

  boolean takesTrials() {
    return life == Life.ALIVE && !leaves;
  }

  /** Whether people want nothing new on that slot. */
  boolean isDrained(String slot) {
    return drained.contains(WHOLE) || drained.contains(slot);
  }

  boolean has(String slot) {
    return slots.containsKey(slot);
  }

  Optional<Taken> on(String slot) {
    return slots.getOrDefault(slot, Optional.empty());
  }

  /** Slots that it registered. */
  int size() {
    return offered;
  }

  void take(String slot, TrialId trial, int attempt) {
    slots.put(slot, Optional.of(new Taken(trial, attempt, false)));
  }

  /** Somebody is on that slot of whom nobody knew. */
  void stick(String slot, TrialId trial, int attempt) {
    slots.computeIfPresent(
        slot, (name, held) -> held.or(() -> Optional.of(new Taken(trial, attempt, true))));
  }

  /** An attempt is over; its slots are free only if the worker told it. */
  void leave(TrialId trial, int attempt, boolean told) {
    Optional<Taken> there = Optional.of(new Taken(trial, attempt, false));
    Optional<Taken> then = told ? Optional.empty() : Optional.of(new Taken(trial, attempt, true));
    slots.replaceAll((slot, held) -> held.equals(there) ? then : held);
  }

  boolean isStuck(String slot) {
    return on(slot).filter(Taken::stuck).isPresent();
  }

  void free(String slot) {
    slots.put(slot, Optional.empty());
  }

  /** Takes everything from its slots. */
  void clear() {
    slots.replaceAll((slot, held) -> Optional.empty());
  }

  /** Whether it has free slots for such a trial beside those. */
  boolean hasFreeSlotsFor(Needs needs, Set<String> kept) {
    return slots.keySet().stream()
            .filter(slot -> on(slot).isEmpty() && !kept.contains(slot))
            .filter(slot -> isOpen(slot) && needs.device().suits(slot))
            .count()
        >= needs.slots();
  }

  /** Whether it gives such a trial all its slots once nobody is in them. */
  boolean couldHold(Needs needs) {
    return takesTrials()
        && offers(needs)
        && slots.keySet().stream()
                .filter(slot -> isOpen(slot) && needs.device().suits(slot))
                .count()
            >= needs.slots();
  }

  /** Whether that slot gets something new. */
  boolean isOpen(String slot) {
    return has(slot) && !isDrained(slot) && !resting.contains(slot);
  }

  /** Whether it is there and could train such a trial on slots of its own, free or not. */
  boolean serves(Needs needs) {
    return life != Life.GONE
        && offers(needs)
        && slots.keySet().stream()
                .filter(slot -> needs.device().suits(slot) && !taken.contains(slot))
                .count()
            >= needs.slots();
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
