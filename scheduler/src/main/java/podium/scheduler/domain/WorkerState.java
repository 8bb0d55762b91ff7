package podium.scheduler.domain;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Slot;
import podium.protocol.experiment.ModelChoice;

/** What the scheduler knows of one worker. Mutable, confined to its state's owner. */
final class WorkerState {
  /** Whether a worker gets trials. */
  enum Liveness {
    ALIVE,
    SUSPECT,
    LOST
  }

  final WorkerRegistered registration;
  Liveness liveness = Liveness.ALIVE;

  /** When it registered, or was lost since. */
  Instant since;

  /** Whether it gives its attempts back on purpose: it is about to stop and gets nothing new. */
  boolean leaving;

  /** The trial on each slot; empty when it is free. */
  final Map<String, Optional<String>> slots = new LinkedHashMap<>();

  WorkerState(WorkerRegistered registration, Instant since) {
    this.registration = registration;
    this.since = since;
    for (Slot slot : registration.slots()) {
      slots.put(slot.name(), Optional.empty());
    }
  }

  boolean is(String incarnation) {
    return registration.incarnation().equals(incarnation);
  }

  boolean takesTrials() {
    return liveness == Liveness.ALIVE && !leaving;
  }

  Optional<String> freeSlot(Shape shape) {
    if (!takesTrials() || !offers(shape)) {
      return Optional.empty();
    }
    return slots.entrySet().stream()
        .filter(slot -> slot.getValue().isEmpty() && shape.device().suits(slot.getKey()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Whether it is there and has a slot for such trials, free or not. */
  boolean serves(Shape shape) {
    return liveness != Liveness.LOST
        && offers(shape)
        && slots.keySet().stream().anyMatch(shape.device()::suits);
  }

  boolean offers(Shape shape) {
    return (shape.home().isEmpty() || shape.home().equals(registration.checkpointHome()))
        && registration.catalog().offers(shape.model())
        && registration.catalog().dataset(shape.dataset()).isPresent()
        && registration
            .catalog()
            .hasWeights(shape.pretrained(), ModelChoice.of(shape.model()).name());
  }
}
