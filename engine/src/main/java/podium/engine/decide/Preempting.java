package podium.engine.decide;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import podium.engine.state.Holder;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.protocol.event.Event;
import podium.protocol.report.Outcome;

/**
 * Attempts make way for waiting trials of higher priority, where their experiment asks for that:
 * the lowest priority first, then the youngest attempt. Whoever made way before is spared by one
 * step of priority for each time, so that no two trials take turns for ever. Pure.
 */
final class Preempting {
  private Preempting() {}

  /** The next attempt that is to make way. */
  static Optional<Event> next(SchedulerState state, Instant now) {
    Set<Wanted> vain = new HashSet<>();
    return state
        .unheeded(now)
        .filter(trial -> vain.add(new Wanted(Shape.of(trial), trial.priority())))
        .filter(trial -> state.firstFree(Shape.of(trial)).isEmpty())
        .flatMap(trial -> ordered(state, trial).stream())
        .findFirst();
  }

  /** Trials that want the same are looked at once. */
  private record Wanted(Shape shape, int priority) {}

  private static Optional<Event> ordered(SchedulerState state, Trial waiting) {
    return state
        .victims(waiting.priority())
        .filter(victim -> frees(state, victim, Shape.of(waiting)))
        .findFirst()
        .map(victim -> new Event.PreemptionOrdered(victim.id(), victim.attempt(), waiting.id()));
  }

  /** Whether its end would leave a slot that such trials could have. */
  private static boolean frees(SchedulerState state, Trial victim, Shape shape) {
    Holder holder = victim.holder().orElseThrow();
    return state
        .worker(holder.worker())
        .filter(worker -> worker.is(holder.incarnation()))
        .filter(worker -> worker.takesTrials() && worker.serves(shape))
        .filter(worker -> shape.device().suits(holder.slot()) && !worker.closed(holder.slot()))
        .isPresent();
  }

  /** An attempt that makes way, and whose epoch lasts longer than it may. */
  static Optional<Event> late(SchedulerState state, Instant now) {
    return state
        .preemptedSince(now.minus(state.settings().deadlines().makeWayWithin()))
        .findFirst()
        .map(trial -> new Event.StopOrdered(trial.id(), trial.attempt(), Outcome.PREEMPTED));
  }
}
