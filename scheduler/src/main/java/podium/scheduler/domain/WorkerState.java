package podium.scheduler.domain;

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

  /** Whether it gives its attempts back on purpose: it is about to stop and gets nothing new. */
  boolean leaving;

  /** The trial on each slot; empty when it is free. */
  final Map<String, Optional<String>> slots = new LinkedHashMap<>();

  WorkerState(WorkerRegistered registration) {
    this.registration = registration;
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

  boolean offers(Shape shape) {
    return registration.catalog().offers(shape.model())
        && registration.catalog().dataset(shape.dataset()).isPresent()
        && registration
            .catalog()
            .hasWeights(shape.pretrained(), ModelChoice.of(shape.model()).name());
  }
}
