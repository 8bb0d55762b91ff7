package podium.engine.placement;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.SlotState;
import podium.engine.state.Trial;
import podium.engine.state.TrialQueue;
import podium.engine.state.WorkerState;
import podium.protocol.event.Reason;

/** Priority, then acceptance: the first trial in order that a free slot can train. Pure. */
public final class InOrder implements Placement {
  @Override
  public Optional<Placed> next(SchedulerState state, Instant now) {
    boolean anyFree =
        state.workers().stream()
            .anyMatch(
                worker ->
                    worker.takesTrials()
                        && worker.slots().values().stream().anyMatch(SlotState::isFree));
    if (!anyFree) {
      return Optional.empty();
    }
    return state
        .queue()
        .heads(now)
        .flatMap(trial -> placed(trial, state).stream())
        .min(Comparator.comparing(Placed::trial, TrialQueue.ORDER));
  }

  private static Optional<Placed> placed(Trial trial, SchedulerState state) {
    Shape shape = Shape.of(trial);
    return state.workers().stream()
        .flatMap(worker -> worker.freeSlot(shape).map(slot -> placed(trial, worker, slot)).stream())
        .findFirst();
  }

  private static Placed placed(Trial trial, WorkerState worker, String slot) {
    return new Placed(
        trial, worker, slot, new Reason.FirstInOrder(trial.experiment().spec().priority()));
  }
}
