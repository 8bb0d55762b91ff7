package podium.scheduler.domain;

import java.util.Optional;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/** {@code due}: what must happen next in a state, whoever asked for it. Pure; changes nothing. */
public final class Dues {
  private Dues() {}

  /** The next fact that is due, or nothing when all is quiet. */
  public static Optional<Event> due(SchedulerState state) {
    if (!state.unsettled.isEmpty()) {
      return Optional.of(settle(state, state.unsettled.first()));
    }
    if (!state.orphaned.isEmpty()) {
      Trial trial = state.orphaned.first();
      return Optional.of(
          new Event.AttemptEnded(
              trial.id(), trial.attempt, 0, trial.orphanedAs, "its worker is gone"));
    }
    if (!state.cancelledInQueue.isEmpty()) {
      return Optional.of(cancelled(state.cancelledInQueue.first()));
    }
    return state.queue.first(state.workers.values()).map(Dues::placement);
  }

  private static Event settle(SchedulerState state, Trial trial) {
    Trial.Ending ending = trial.unsettled.orElseThrow();
    if (ending.outcome() == Outcome.SUCCEEDED) {
      return new Event.TrialEnded(trial.id(), TrialStatus.SUCCEEDED, "trained to the end");
    }
    if (trial.cancelled) {
      return cancelled(trial);
    }
    return switch (ending.outcome()) {
      case SUCCEEDED, CANCELLED -> cancelled(trial);
      case DIVERGED, TIMEOUT -> failed(trial, ending);
      case FAILED_CODE, FAILED_OOM ->
          trial.codeFailures >= state.policy.codeFailures()
              ? failed(trial, ending)
              : again(trial, ending);
      case LOST_WORKER ->
          trial.losses >= state.policy.infrastructureLosses()
              ? failed(trial, ending)
              : again(trial, ending);
      case PREEMPTED -> again(trial, ending);
    };
  }

  private static Event cancelled(Trial trial) {
    return new Event.TrialEnded(trial.id(), TrialStatus.CANCELLED, "people cancelled it");
  }

  private static Event failed(Trial trial, Trial.Ending ending) {
    return new Event.TrialEnded(trial.id(), TrialStatus.FAILED, reason(ending));
  }

  private static Event again(Trial trial, Trial.Ending ending) {
    return new Event.TrialRequeued(trial.id(), reason(ending));
  }

  private static String reason(Trial.Ending ending) {
    return ending.message().isEmpty()
        ? ending.outcome().name()
        : ending.outcome().name() + ": " + ending.message();
  }

  private static Event placement(TrialQueue.Match match) {
    Trial trial = match.trial();
    return new Event.TrialPlaced(
        trial.id(),
        trial.attempt + 1,
        match.worker().registration.worker(),
        match.worker().registration.incarnation(),
        match.slot(),
        trial.checkpoints,
        "first in order (priority %d) that this free slot can train"
            .formatted(trial.experiment.spec().priority()));
  }
}
