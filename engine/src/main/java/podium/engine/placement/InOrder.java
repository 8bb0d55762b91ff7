package podium.engine.placement;

import java.time.Instant;
import java.util.Optional;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.event.Reason;

/** Priority, then acceptance: the first trial in order that a free slot can train. Pure. */
public final class InOrder implements Placement {
  @Override
  public Optional<Placed> next(SchedulerState state, Instant now) {
    return state
        .queue()
        .first(now)
        .flatMap(trial -> state.firstFree(Shape.of(trial)).flatMap(it -> placed(trial, it)));
  }

  private static Optional<Placed> placed(Trial trial, WorkerState worker) {
    Reason reason = new Reason.FirstInOrder(trial.priority());
    return worker.freeSlot(Shape.of(trial)).map(slot -> new Placed(trial, worker, slot, reason));
  }
}
