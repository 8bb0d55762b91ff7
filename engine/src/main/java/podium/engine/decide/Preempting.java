package podium.engine.decide;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import podium.engine.state.Holder;
import podium.engine.state.Reservation;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.SlotState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
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
    return together(state).or(() -> one(state, now));
  }

  /**
   * The next one on slots that are kept for a trial that needs several together: none where some of
   * them are with trials that need not make way.
   */
  private static Optional<Event> together(SchedulerState state) {
    return state
        .reservation()
        .filter(kept -> kept.trial().experiment().spec().preempt())
        .filter(kept -> state.couldTake(kept.trial()))
        .flatMap(kept -> together(kept, on(state, kept)));
  }

  /** Whose attempts are on slots that are kept. */
  private static List<Trial> on(SchedulerState state, Reservation kept) {
    Map<String, SlotState> slots =
        state.worker(kept.slots().worker()).map(WorkerState::slots).orElse(Map.of());
    return kept.slots()
        .slots()
        .flatMap(slot -> state.on(slots.getOrDefault(slot, SlotState.nobody())).stream())
        .distinct()
        .toList();
  }

  private static Optional<Event> together(Reservation kept, List<Trial> on) {
    List<Trial> stay = on.stream().filter(trial -> !isLeaving(trial)).toList();
    return stay.stream().allMatch(trial -> trial.rank() < kept.trial().priority())
        ? stay.stream().findFirst().map(victim -> ordered(victim, kept.trial()))
        : Optional.empty();
  }

  private static boolean isLeaving(Trial trial) {
    return trial.preemption().isPresent() || trial.stopping().isPresent();
  }

  private static Event ordered(Trial victim, Trial waiting) {
    return new Event.PreemptionOrdered(victim.id(), victim.attempt(), waiting.id());
  }

  private static Optional<Event> one(SchedulerState state, Instant now) {
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
        .filter(victim -> frees(state, victim, waiting))
        .findFirst()
        .map(victim -> ordered(victim, waiting));
  }

  /** Whether its end would leave a slot that the waiting trial could have. */
  private static boolean frees(SchedulerState state, Trial victim, Trial waiting) {
    Shape shape = Shape.of(waiting);
    Holder holder = victim.holder().orElseThrow();
    return state
        .worker(holder.worker())
        .filter(worker -> worker.is(holder.incarnation()))
        .filter(worker -> worker.takesTrials() && worker.serves(shape))
        .filter(
            worker ->
                holder
                    .slots()
                    .filter(slot -> shape.device().suits(slot) && !worker.closed(slot))
                    .anyMatch(slot -> !state.isKeptFrom(waiting, holder.worker(), slot)))
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
