package podium.engine.decide;

import podium.engine.placement.Homes;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import podium.protocol.event.Event;
import podium.protocol.event.Event.WorkerRegistered;
import podium.engine.placement.InOrder;
import podium.engine.placement.Placement;
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
    return new Event.AttemptEnded(
        trial.id(), trial.attempt(), 0, trial.orphanedAs(), "its worker is gone", false);
  }

  private static Event settle(SchedulerState state, Trial trial, Instant now) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    if (ending.outcome() == Outcome.SUCCEEDED) {
      return new Event.TrialEnded(trial.id(), TrialStatus.SUCCEEDED, "trained to the end");
    }
    if (trial.cancelled()) {
      return cancelled(trial);
    }
    return switch (ending.outcome()) {
      case SUCCEEDED, CANCELLED -> cancelled(trial);
      case DIVERGED, TIMEOUT -> failed(trial, reason(ending));
      case FAILED_CODE, FAILED_OOM ->
          ending.hopeless()
              ? failed(trial, reason(ending))
              : within(state, trial, ending, trial.codeFailures(), state.policy().codeFailures(), now);
      case LOST_WORKER ->
          within(state, trial, ending, trial.losses(), state.policy().infrastructureLosses(), now);
      case PREEMPTED -> again(state, trial, reason(ending), Optional.empty());
    };
  }

  private static Event within(
      SchedulerState state, Trial trial, Trial.Ending ending, int spent, int budget, Instant now) {
    if (spent >= budget) {
      return failed(trial, reason(ending));
    }
    if (trial.fruitless() >= state.policy().fruitlessAttempts()) {
      return failed(
          trial,
          "no new epoch in %d attempts, the last: %s".formatted(trial.fruitless(), reason(ending)));
    }
    if (ending.outcome() == Outcome.LOST_WORKER) {
      return again(state, trial, reason(ending), Optional.empty());
    }
    Duration wait = BackOff.after(state.policy(), trial.id(), trial.attempt(), spent);
    return again(
        state,
        trial,
        "%s; failure %d of %d, tried again in %.1f s"
            .formatted(reason(ending), spent, budget, wait.toMillis() / 1000.0),
        Optional.of(now.plus(wait)));
  }

  private static Event cancelled(Trial trial) {
    return new Event.TrialEnded(trial.id(), TrialStatus.CANCELLED, "people cancelled it");
  }

  private static Event failed(Trial trial, String reason) {
    return new Event.TrialEnded(trial.id(), TrialStatus.FAILED, reason);
  }

  private static Event again(
      SchedulerState state, Trial trial, String reason, Optional<Instant> notBefore) {
    return new Event.TrialRequeued(trial.id(), reason + new Homes(state).words(trial), notBefore);
  }

  private static String reason(Trial.Ending ending) {
    return ending.message().isEmpty()
        ? ending.outcome().name()
        : ending.outcome().name() + ": " + ending.message();
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
