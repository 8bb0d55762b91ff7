package podium.engine.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import podium.engine.placement.Homes;
import podium.engine.placement.InOrder;
import podium.engine.placement.Placement;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.event.Event;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/**
 * {@code due}: what must happen next in a state at a time, whoever asked for it. Pure; changes
 * nothing.
 */
public final class Dues {
  private static final Placement PLACEMENT = new InOrder();

  private Dues() {}

  /**
   * The next fact that is due, or nothing when all is quiet.
   *
   * @param now time of events, not before the last one
   */
  public static Optional<Event> due(SchedulerState state, Instant now) {
    return state
        .untold()
        .<Event>map(lost -> lost)
        .or(() -> state.unsettled().map(trial -> settle(state, trial, now)))
        .or(() -> state.orphaned().map(Dues::orphaned))
        .or(() -> state.cancelledInQueue().map(Dues::cancelled))
        .or(() -> new Homes(state).waitedOut(now))
        .or(() -> PLACEMENT.next(state, now).map(Dues::placement));
  }

  private static Event orphaned(Trial trial) {
    return new Event.AttemptEnded(trial.id(), trial.attempt(), 0, trial.orphanedAs(), "", false);
  }

  private static Event settle(SchedulerState state, Trial trial, Instant now) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    if (ending.outcome() == Outcome.SUCCEEDED) {
      return new Event.TrialEnded(trial.id(), TrialStatus.SUCCEEDED, new Reason.TrainedToTheEnd());
    }
    if (trial.cancelled()) {
      return cancelled(trial);
    }
    return switch (ending.outcome()) {
      case SUCCEEDED, CANCELLED -> cancelled(trial);
      case DIVERGED, TIMEOUT -> failed(trial, ending);
      case FAILED_CODE, FAILED_OOM ->
          ending.hopeless()
              ? failed(trial, ending)
              : within(state, trial, trial.codeFailures(), state.policy().codeFailures(), now);
      case LOST_WORKER, FAILED_INFRASTRUCTURE ->
          within(state, trial, trial.losses(), state.policy().infrastructureLosses(), now);
      case PREEMPTED -> again(state, trial, Optional.empty(), now);
    };
  }

  private static Event within(
      SchedulerState state, Trial trial, int spent, int budget, Instant now) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    if (spent >= budget) {
      return failed(trial, ending);
    }
    if (trial.fruitless() >= state.policy().fruitlessAttempts()) {
      return new Event.TrialEnded(
          trial.id(),
          TrialStatus.FAILED,
          new Reason.Fruitless(trial.fruitless(), ending.outcome(), ending.message()));
    }
    if (ending.outcome() == Outcome.LOST_WORKER) {
      return again(state, trial, Optional.empty(), now);
    }
    Duration wait = BackOff.after(state.policy(), trial.id(), trial.attempt(), spent);
    return again(state, trial, Optional.of(new Reason.Retry(spent, budget, wait)), now);
  }

  private static Event cancelled(Trial trial) {
    return new Event.TrialEnded(trial.id(), TrialStatus.CANCELLED, new Reason.Cancelled());
  }

  private static Event failed(Trial trial, Trial.Ending ending) {
    return new Event.TrialEnded(
        trial.id(), TrialStatus.FAILED, over(ending, Optional.empty(), Optional.empty()));
  }

  private static Event again(
      SchedulerState state, Trial trial, Optional<Reason.Retry> retry, Instant now) {
    return new Event.TrialRequeued(
        trial.id(),
        over(trial.unsettled().orElseThrow(), retry, new Homes(state).away(trial)),
        retry.map(later -> now.plus(later.after())));
  }

  private static Reason over(
      Trial.Ending ending, Optional<Reason.Retry> retry, Optional<Reason.CheckpointAway> away) {
    return new Reason.AttemptOver(ending.outcome(), ending.message(), retry, away);
  }

  private static Event placement(Placement.Placed placed) {
    Trial trial = placed.trial();
    WorkerRegistered worker = placed.worker().registration();
    return new Event.TrialPlaced(
        trial.id(),
        trial.attempt() + 1,
        worker.worker(),
        worker.incarnation(),
        placed.slot(),
        trial.checkpoints().seenFrom(worker.checkpointHome()),
        placed.reason());
  }
}
