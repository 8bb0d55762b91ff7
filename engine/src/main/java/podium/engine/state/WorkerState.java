package podium.engine.state;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Slot;
import podium.protocol.experiment.ModelChoice;

/** What the scheduler knows of one worker. Mutable, confined to its state's owner. */
public final class WorkerState {
  /** Whether a worker gets trials. */
  public enum Liveness {
    ALIVE,
    SUSPECT,
    LOST
  }

  final WorkerRegistered registration;
  Liveness liveness = Liveness.ALIVE;

  /** When it registered, or was lost since. */
  Instant since;

  /** Since when it is alive. */
  Instant aliveSince;

  /** Whether it is about to stop on purpose and gets nothing new. */
  boolean leaving;

  final Map<String, SlotState> slots = new LinkedHashMap<>();

  WorkerState(WorkerRegistered registration, Instant since) {
    this.registration = registration;
    this.since = since;
    this.aliveSince = since;
    for (Slot slot : registration.slots()) {
      slots.put(slot.name(), SlotState.nobody());
    }
  }

  public WorkerRegistered registration() {
    return registration;
  }

  public Liveness liveness() {
    return liveness;
  }

  /** When it registered, or was lost since. */
  public Instant since() {
    return since;
  }

  /** Since when it is alive. */
  public Instant aliveSince() {
    return aliveSince;
  }

  /** Whether it is about to stop on purpose and gets nothing new. */
  public boolean leaving() {
    return leaving;
  }

  /** What is on each slot. */
  public Map<String, SlotState> slots() {
    return Collections.unmodifiableMap(slots);
  }

  /** Whether it is registered under this incarnation. */
  public boolean is(String incarnation) {
    return registration.incarnation().equals(incarnation);
  }

  /** Whether it gets new trials. */
  public boolean takesTrials() {
    return liveness == Liveness.ALIVE && !leaving;
  }

  /** Its first free slot for such trials. */
  public Optional<String> freeSlot(Shape shape) {
    if (!takesTrials() || !offers(shape)) {
      return Optional.empty();
    }
    return slots.entrySet().stream()
        .filter(slot -> slot.getValue().isFree() && shape.device().suits(slot.getKey()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether it is there and has a slot for such trials, free or not. */
  public boolean serves(Shape shape) {
    return liveness != Liveness.LOST
        && offers(shape)
        && slots.keySet().stream().anyMatch(shape.device()::suits);
  }

  /** Whether it has what such trials need. */
  public boolean offers(Shape shape) {
    return (shape.home().isEmpty() || shape.home().equals(registration.checkpointHome()))
        && registration.catalog().offers(shape.model())
        && registration.catalog().dataset(shape.dataset()).isPresent()
        && registration
            .catalog()
            .hasWeights(shape.pretrained(), ModelChoice.of(shape.model()).name());
  }
}
