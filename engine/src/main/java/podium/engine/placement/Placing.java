package podium.engine.placement;

import java.time.Instant;
import java.util.Optional;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.event.Reason;

/** Which waiting trial gets which slot next, by the rule that the settings name. Pure. */
public final class Placing {
  private final SchedulerState state;
  private final Instant now;

  private Placing(SchedulerState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  /** A trial, the slot it gets, and why. */
  public record Placed(Trial trial, WorkerState worker, String slot, Reason reason) {}

  /**
   * The next placement in a state at a time; nothing while no trial that may be placed has a free
   * slot, nor where this version does not know the rule.
   */
  public static Optional<Placed> next(SchedulerState state, Instant now) {
    return Rules.named(state.settings().placement())
        .flatMap(rule -> new Placing(state, now).next(rule));
  }

  private Optional<Placed> next(Placement rule) {
    return first(rule).flatMap(trial -> placed(trial, rule));
  }

  private Optional<Trial> first(Placement rule) {
    // why: the queue keeps that order, so that nobody has to look at all who could be next
    return rule instanceof InOrder
        ? state.queue().first(now)
        : state
            .queue()
            .heads(now)
            .map(trial -> new Waiting(trial, state, now))
            .min(rule.order())
            .map(Waiting::trial);
  }

  private Optional<Placed> placed(Trial trial, Placement rule) {
    Shape shape = Shape.of(trial);
    return state
        .firstFree(shape)
        .flatMap(
            worker ->
                worker
                    .freeSlot(shape)
                    .map(
                        slot ->
                            new Placed(
                                trial, worker, slot, rule.reason(new Waiting(trial, state, now)))));
  }
}
