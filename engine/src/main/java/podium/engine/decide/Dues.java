package podium.engine.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.engine.placement.Homes;
import podium.engine.placement.Placing;
import podium.engine.placement.Reserving;
import podium.engine.state.Holder;
import podium.engine.state.Ruling;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.event.Event;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Grant;
import podium.protocol.event.Reason;
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
    return RULES.stream().flatMap(rule -> rule.due(state, now).stream()).findFirst();
  }

  /** One reason why something must happen. */
  private interface Rule {
    Optional<Event> due(SchedulerState state, Instant now);
  }

  /** In this order: what is over before what begins. */
  private static final List<Rule> RULES =
      List.of(
          (state, now) -> state.untold().map(Event.class::cast),
          (state, now) -> state.unsettled().map(trial -> settle(state, trial, now)),
          (state, now) -> state.returned().map(Dues::readopted),
          (state, now) -> state.forsaken().map(Dues::forsaken),
          (state, now) -> state.cancelledInQueue().map(Dues::cancelled),
          (state, now) -> state.pausedInQueue().map(Dues::pausedInQueue),
          (state, now) -> state.yielding().map(Dues::yielded),
          (state, now) -> state.ruling().map(Dues::ruled),
          (state, now) -> Resting.taken(state),
          (state, now) -> Resting.begins(state),
          (state, now) -> Resting.givenBack(state),
          Resting::ends,
          Preempting::late,
          Overdue::stop,
          Overdue::epoch,
          Overdue::lostWorker,
          (state, now) -> new Homes(state).waitedOut(now),
          Dues::forgotten,
          (state, now) -> Suggesting.next(state),
          (state, now) -> Placing.next(state, now).map(it -> placement(state, it)),
          (state, now) -> Reserving.next(state, now).map(Dues::reservation),
          Preempting::next);

  private static Optional<Event> forgotten(SchedulerState state, Instant now) {
    return state
        .goneBy(now.minus(state.settings().forgetAfter()))
        .findFirst()
        .map(
            worker ->
                new Event.WorkerForgotten(worker.name(), worker.registration().incarnation()));
  }

  private static Event readopted(Trial trial) {
    Holder holder = trial.holder().orElseThrow();
    return new Event.AttemptReadopted(
        trial.id(), trial.attempt(), holder.worker(), holder.incarnation());
  }

  private static Event forsaken(Trial trial) {
    return ended(trial, trial.forsakenAs().orElseThrow());
  }

  /** An end that the scheduler decides, without a word of the attempt's worker. */
  static Event ended(Trial trial, Outcome as) {
    return new Event.AttemptEnded(trial.id(), trial.attempt(), 0, as, "", false);
  }

  private static Event settle(SchedulerState state, Trial trial, Instant now) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    if (trial.cancelled()) {
      return cancelled(trial);
    }
    if (trial.pruned() && ending.outcome() != Outcome.SUCCEEDED) {
      return stopped(trial, trial.told().orElseThrow());
    }
    return switch (ending.outcome()) {
      case SUCCEEDED ->
          new Event.TrialEnded(trial.id(), TrialStatus.SUCCEEDED, new Reason.TrainedToTheEnd());
      case CANCELLED -> cancelled(trial);
      case DIVERGED, TIMEOUT -> failed(trial, ending);
      case FAILED_OOM ->
          trial.experiment().spec().shrinks() && !ending.hopeless()
              ? tooLarge(state, trial, now)
              : failure(state, trial, now);
      case FAILED_CODE -> failure(state, trial, now);
      case LOST_WORKER, FAILED_INFRASTRUCTURE, NOT_BEGUN, HUNG ->
          within(state, trial, trial.losses(), state.settings().infrastructureLosses(), now);
      case PREEMPTED, STOPPED -> again(state, trial, Optional.empty(), now);
    };
  }

  private static Event failure(SchedulerState state, Trial trial, Instant now) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    return ending.hopeless()
        ? failed(trial, ending)
        : within(state, trial, trial.codeFailures(), state.settings().codeFailures(), now);
  }

  /** It goes back with fewer images at a time, at no cost; with a single one it has failed. */
  private static Event tooLarge(SchedulerState state, Trial trial, Instant now) {
    String message = trial.unsettled().orElseThrow().message();
    return trial.shrinks()
        ? again(state, trial, Optional.empty(), now)
        : new Event.TrialEnded(
            trial.id(),
            TrialStatus.FAILED,
            new Reason.TooLarge(message, Optional.empty(), Optional.empty()));
  }

  private static Event within(
      SchedulerState state, Trial trial, int spent, int budget, Instant now) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    if (spent >= budget) {
      return failed(trial, ending);
    }
    if (trial.fruitless() >= state.settings().fruitlessAttempts()) {
      return new Event.TrialEnded(
          trial.id(),
          TrialStatus.FAILED,
          new Reason.Fruitless(trial.fruitless(), ending.outcome(), ending.message()));
    }
    if (ending.outcome() == Outcome.LOST_WORKER) {
      return again(state, trial, Optional.empty(), now);
    }
    Duration wait = BackOff.after(state.settings(), trial.id(), trial.attempt(), spent);
    return again(state, trial, Optional.of(new Reason.Retry(spent, budget, wait)), now);
  }

  private static Event cancelled(Trial trial) {
    return new Event.TrialEnded(trial.id(), TrialStatus.CANCELLED, new Reason.Cancelled());
  }

  private static Event pausedInQueue(Trial trial) {
    return paused(trial, trial.toHold().map(Reason.class::cast).orElseGet(Reason.Paused::new));
  }

  private static Event paused(Trial trial, Reason reason) {
    return new Event.TrialPaused(trial.id(), reason);
  }

  private static Event yielded(Trial trial) {
    return new Event.StopOrdered(
        trial.id(), trial.attempt(), trial.pruned() ? Outcome.STOPPED : Outcome.PREEMPTED);
  }

  private static Event stopped(Trial trial, Reason reason) {
    return new Event.TrialEnded(trial.id(), TrialStatus.STOPPED, reason);
  }

  private static Event ruled(Ruling ruling) {
    Trial trial = ruling.trial();
    return ruling.reason() instanceof Reason.NotPromoted
        ? stopped(trial, ruling.reason())
        : new Event.TrialPromoted(
            trial.id(), trial.heldAt().orElseThrow().epoch(), ruling.reason());
  }

  private static Event failed(Trial trial, Trial.Ending ending) {
    return new Event.TrialEnded(
        trial.id(), TrialStatus.FAILED, over(ending, Optional.empty(), Optional.empty()));
  }

  private static Event again(
      SchedulerState state, Trial trial, Optional<Reason.Retry> retry, Instant now) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    if (trial.toHold().isPresent()) {
      return paused(trial, trial.toHold().get());
    }
    if (trial.paused()) {
      return paused(
          trial,
          ending.outcome() == Outcome.PREEMPTED
              ? new Reason.Paused()
              : goesOn(trial, Optional.empty(), Optional.empty()));
    }
    return new Event.TrialRequeued(
        trial.id(),
        goesOn(trial, retry, new Homes(state).away(trial)),
        retry.map(later -> now.plus(later.after())));
  }

  private static Reason goesOn(
      Trial trial, Optional<Reason.Retry> retry, Optional<Reason.CheckpointAway> away) {
    Trial.Ending ending = trial.unsettled().orElseThrow();
    return trial.shrinks()
        ? new Reason.TooLarge(ending.message(), trial.microBatchAtMost(), away)
        : over(ending, retry, away);
  }

  private static Reason over(
      Trial.Ending ending, Optional<Reason.Retry> retry, Optional<Reason.CheckpointAway> away) {
    return new Reason.AttemptOver(ending.outcome(), ending.message(), retry, away);
  }

  private static Event reservation(Reserving.Plan plan) {
    return new Event.SlotsReserved(
        plan.trial().id(), grants(plan.worker(), plan.slots()), plan.until());
  }

  private static List<Grant> grants(WorkerState of, List<String> slots) {
    WorkerRegistered worker = of.registration();
    return slots.stream()
        .map(slot -> new Grant(worker.worker(), worker.incarnation(), slot))
        .toList();
  }

  private static Event placement(SchedulerState state, Placing.Placed placed) {
    Trial trial = placed.trial();
    WorkerRegistered worker = placed.worker().registration();
    return new Event.TrialPlaced(
        trial.id(),
        trial.attempt() + 1,
        grants(placed.worker(), placed.slots()),
        trial.checkpoints().seenFrom(worker.checkpointHome()),
        placed.reason(),
        state.microBatch(trial, placed.worker(), placed.slots().getFirst()));
  }
}
