package podium.workers.actor;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.Slot;

/** A worker's slots by name. Confined to the worker. */
final class Slots {
  private final Map<String, ActorRef<SlotActor.Command>> actors = new HashMap<>();

  /** An actor for each of the worker's slots, as a child of it. */
  static Slots of(
      ActorContext<?> worker, WorkerActor.Parts parts, ActorRef<? super SlotActor.Event> events) {
    Slots slots = new Slots();
    for (Slot slot : parts.slots()) {
      AttemptRecorder.Place place =
          new AttemptRecorder.Place(
              parts.identity().worker(),
              parts.identity().incarnation(),
              slot.name(),
              parts.spool(),
              parts.timing(),
              parts.nanos());
      ActorRef<SlotActor.Command> actor =
          worker.spawn(
              SlotActor.create(place, events, () -> parts.trainers().apply(slot)),
              "slot-" + slot.name().replace(':', '-').replace('/', '-'));
      // why: without one of its slots a worker is not what it said in its Hello; it stops
      worker.watch(actor);
      slots.actors.put(slot.name(), actor);
    }
    return slots;
  }

  boolean has(String slot) {
    return actors.containsKey(slot);
  }

  /** Tells it to a slot, if there is one of that name. */
  void tell(String slot, SlotActor.Command command) {
    Optional.ofNullable(actors.get(slot)).ifPresent(actor -> actor.tell(command));
  }
}
