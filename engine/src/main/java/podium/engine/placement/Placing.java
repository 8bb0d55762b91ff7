package podium.engine.placement;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.engine.state.Reservation;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.event.Reason;

/** Which waiting trial gets which slots next, by the rule that the settings name. Pure. */
public final class Placing {
  private final SchedulerState state;
  private final Instant now;

  private Placing(SchedulerState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /** A trial, the slots of a worker that it gets, and why. */
  public record Placed(Trial trial, WorkerState worker, List<String> slots, Reason reason) {}

  /**
   * The next placement in a state at a time; nothing while no trial that may be placed has free
   * slots, nor where this version does not know the rule.
   */
  public static Optional<Placed> next(SchedulerState state, Instant now) {
    return Rules.named(state.settings().placement())
        .flatMap(rule -> new Placing(state, now).next(rule));
  }

  private Optional<Placed> next(Placement rule) {
    return Stream.concat(first(rule).stream(), onKept(rule).stream())
        .min(Comparator.comparing(trial -> new Waiting(trial, state, now), rule.order()))
        .flatMap(trial -> placed(trial, rule));
  }

  private Optional<Trial> first(Placement rule) {
    // why: the queue keeps that order, so that nobody has to look at all who could be next
    return rule instanceof InOrder
        ? state.queue().first(now)
        : first(state.queue().heads(now), rule);
  }

  private Optional<Trial> first(Stream<Trial> trials, Placement rule) {
    return trials
        .map(trial -> new Waiting(trial, state, now))
        .min(rule.order())
        .map(Waiting::trial);
  }

  /** The first that may have slots that are kept: for whom they are, or who is gone by then. */
  private Optional<Trial> onKept(Placement rule) {
    return state
        .reservation()
        .filter(this::isAnyFree)
        .flatMap(
            kept ->
                first(
                    // why: for whom they are kept need not be the first of its kind any more
                    Stream.concat(
                            Stream.of(kept.trial()),
                            state.queue().fronts(now, this::isServedByKept))
                        .filter(trial -> keptSlots(trial).isPresent()),
                    rule));
  }

  private boolean isServedByKept(Shape shape) {
    return state
        .reservation()
        .flatMap(kept -> state.worker(kept.slots().worker()))
        .filter(worker -> !worker.freeOrKeptSlots(shape).isEmpty())
        .isPresent();
  }

  private boolean isAnyFree(Reservation kept) {
    return state
        .worker(kept.slots().worker())
        .filter(worker -> kept.slots().slots().anyMatch(worker::isFree))
        .isPresent();
  }

  /** The worker on which a trial may have slots that are kept. */
  private Optional<WorkerState> keptSlots(Trial trial) {
    return state
        .reservation()
        .filter(kept -> kept.isOpenTo(trial, now, state.timeLeft(trial)))
        .flatMap(kept -> state.worker(kept.slots().worker()))
        .filter(worker -> !worker.freeOrKeptSlots(Shape.of(trial)).isEmpty());
  }

  private Optional<Placed> placed(Trial trial, Placement rule) {
    Shape shape = Shape.of(trial);
    Reason reason = rule.reason(new Waiting(trial, state, now));
    return state
        .firstFree(shape)
        .map(worker -> new Placed(trial, worker, worker.freeSlots(shape), reason))
        .or(
            () ->
                keptSlots(trial)
                    .map(
                        worker ->
                            new Placed(trial, worker, worker.freeOrKeptSlots(shape), reason)));
  }
}
