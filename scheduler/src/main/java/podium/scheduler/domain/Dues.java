package podium.scheduler.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/**
 * {@code due}: what must happen next in a state at a time, whoever asked for it. Pure; changes
 * nothing.
 */
public final class Dues {
  private Dues() {}

  /**
   * The next fact that is due, or nothing when all is quiet.
   *
   * @param now time of events, not before the last one
   */
  public static Optional<Event> due(SchedulerState state, Instant now) {
    if (!state.untold.isEmpty()) {
      return Optional.of(state.untold.getFirst());
    }
    if (!state.unsettled.isEmpty()) {
      return Optional.of(settle(state, state.unsettled.first(), now));
    }
    if (!state.orphaned.isEmpty()) {
      Trial trial = state.orphaned.first();
      return Optional.of(
          new Event.AttemptEnded(
              trial.id(), trial.attempt, 0, trial.orphanedAs, "its worker is gone", false));
    }
    if (!state.cancelledInQueue.isEmpty()) {
      return Optional.of(cancelled(state.cancelledInQueue.first()));
    }
    return new Homes(state)
        .waitedOut(now)
        .or(() -> state.queue.first(state.workers.values(), now).map(Dues::placement));
  }

  private static Event settle(SchedulerState state, Trial trial, Instant now) {
    Trial.Ending ending = trial.unsettled.orElseThrow();
    if (ending.outcome() == Outcome.SUCCEEDED) {
      return new Event.TrialEnded(trial.id(), TrialStatus.SUCCEEDED, "trained to the end");
    }
    if (trial.cancelled) {
      return cancelled(trial);
    }
    return switch (ending.outcome()) {
      case SUCCEEDED, CANCELLED -> cancelled(trial);
      case DIVERGED, TIMEOUT -> failed(trial, reason(ending));
      case FAILED_CODE, FAILED_OOM ->
          ending.hopeless()
              ? failed(trial, reason(ending))
              : within(state, trial, ending, trial.codeFailures, state.policy.codeFailures(), now);
      case LOST_WORKER, FAILED_INFRASTRUCTURE ->
          within(state, trial, ending, trial.losses, state.policy.infrastructureLosses(), now);
      case PREEMPTED -> again(state, trial, reason(ending), Optional.empty());
    };
  }

  private static Event within(
      SchedulerState state, Trial trial, Trial.Ending ending, int spent, int budget, Instant now) {
    if (spent >= budget) {
      return failed(trial, reason(ending));
    }
    if (trial.fruitless >= state.policy.fruitlessAttempts()) {
      return failed(
          trial,
          "no new epoch in %d attempts, the last: %s".formatted(trial.fruitless, reason(ending)));
    }
    if (ending.outcome() == Outcome.LOST_WORKER) {
      return again(state, trial, reason(ending), Optional.empty());
    }
    Duration wait = BackOff.after(state.policy, trial.id(), trial.attempt, spent);
    return again(
        state,
        trial,
        "%s; %s %d of %d, tried again in %.1f s"
            .formatted(
                reason(ending),
                ending.outcome() == Outcome.FAILED_INFRASTRUCTURE ? "loss" : "failure",
                spent,
                budget,
                wait.toMillis() / 1000.0),
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

  private static Event placement(TrialQueue.Match match) {
    Trial trial = match.trial();
    return new Event.TrialPlaced(
        trial.id(),
        trial.attempt + 1,
        match.worker().registration.worker(),
        match.worker().registration.incarnation(),
        match.slot(),
        trial.checkpoints.seenFrom(match.worker().registration.checkpointHome()),
        "first in order (priority %d) that this free slot can train"
            .formatted(trial.experiment.spec().priority()));
  }
}
