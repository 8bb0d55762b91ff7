package podium.engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Slots of one worker that are kept for a trial that waits for several together.
 *
 * @param slots as many as it needs
 * @param until others get them only if they end before that, or have a higher priority
 */
public record Reservation(Trial trial, Holder slots, Instant until) {
  /** Whether that slot is among them. */
  public boolean has(String worker, String slot) {
    return slots.worker().equals(worker) && slots.slots().anyMatch(slot::equals);
  }

  /** Whether they can still be given to it, as far as their worker is concerned. */
  boolean stands(WorkerState worker) {
    return worker.is(slots.incarnation())
        && worker.openSlots(Shape.of(trial)).containsAll(slots.slots().toList());
  }

  /**
   * Whether another trial may have some of them that would begin at that time.
   *
   * @param left how long it takes; empty when not known
   */
  public boolean isOpenTo(Trial other, Instant from, Optional<Duration> left) {
    return other == trial
        || other.priority > trial.priority
        || left.filter(it -> !from.plus(it).isAfter(until)).isPresent();
  }
}
