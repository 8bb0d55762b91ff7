package podium.engine.decide;

import java.time.Instant;
import java.util.Optional;
import podium.engine.state.FaultySlot;
import podium.engine.state.GpuClaims;
import podium.engine.state.SchedulerState;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;

/**
 * Slots are left out on which attempts fail by no fault of theirs, and tried again later; and those
 * whose GPU another worker has, as long as that one is there. Pure.
 */
final class Resting {
  private Resting() {}

  /** The next slot that is to be left out, since its GPU is another worker's. */
  static Optional<Event> taken(SchedulerState state) {
    return GpuClaims.next(state)
        .map(
            claim -> {
              String worker = claim.slot().worker();
              return new Event.SlotQuarantined(
                  worker,
                  state.worker(worker).orElseThrow().registration().incarnation(),
                  claim.slot().slot(),
                  new Reason.GpuTaken(claim.gpu(), claim.owner()));
            });
  }

  /** The next slot whose GPU is nobody else's any more. */
  static Optional<Event> givenBack(SchedulerState state) {
    return GpuClaims.over(state).map(slot -> new Event.SlotProbed(slot.worker(), slot.slot()));
  }

  /** The next slot that is to be left out for what failed on it. */
  static Optional<Event> begins(SchedulerState state) {
    return state.suspect().map(slot -> faulty(state, slot));
  }

  private static Event faulty(SchedulerState state, FaultySlot slot) {
    String worker = slot.name().worker();
    return new Event.SlotQuarantined(
        worker,
        state.worker(worker).orElseThrow().registration().incarnation(),
        slot.name().slot(),
        new Reason.Faulty(
            slot.last().size(),
            slot.last().getLast().outcome(),
            state.settings().quarantine().probeAfter()));
  }

  /** The next slot that has rested long enough. */
  static Optional<Event> ends(SchedulerState state, Instant now) {
    return state
        .restingSince(now.minus(state.settings().quarantine().probeAfter()))
        .map(slot -> new Event.SlotProbed(slot.name().worker(), slot.name().slot()));
  }
}
