package podium.engine.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import podium.engine.state.SchedulerState;
import podium.engine.state.Stop;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.event.Deadlines;
import podium.protocol.event.Event;
import podium.protocol.report.Outcome;

/**
 * Deadlines of attempts. A clock runs only while the attempt's worker is alive, and begins anew
 * with each term: while nobody reigned nobody could be heard. Pure; changes nothing.
 */
final class Overdue {
  private Overdue() {}

  /** An attempt that was asked to stop, and whose end nobody told in time. */
  static Optional<Event> stop(SchedulerState state, Instant now) {
    Duration within = deadlines(state).stopWithin();
    return state
        .stoppingSince(now.minus(within))
        .filter(trial -> trial.adriftSince().isEmpty())
        .filter(
            trial ->
                trial
                    .stopping()
                    .map(Stop::since)
                    .flatMap(since -> from(state, trial, since))
                    .filter(since -> !since.plus(within).isAfter(now))
                    .isPresent())
        .findFirst()
        .map(trial -> Dues.ended(trial, trial.stopping().orElseThrow().why().outcome()));
  }

  /** An epoch longer than the limits of its trial allow, and that its trainer did not end. */
  static Optional<Event> epoch(SchedulerState state, Instant now) {
    Duration within = deadlines(state).stopWithin();
    return state
        .epochOverBy(now.minus(within))
        .filter(
            trial ->
                from(state, trial, trial.epochSince())
                    .map(since -> since.plusSeconds(trial.epochSeconds()).plus(within))
                    .filter(until -> !until.isAfter(now))
                    .isPresent())
        .findFirst()
        .map(trial -> new Event.StopOrdered(trial.id(), trial.attempt(), Outcome.TIMEOUT));
  }

  /** An attempt whose worker did not return in time. */
  static Optional<Event> lostWorker(SchedulerState state, Instant now) {
    Deadlines deadlines = deadlines(state);
    return state
        .adrift()
        .longestBesideAFreeSlot()
        .filter(trial -> isOver(state, trial, deadlines.readoptAtFirst(), now))
        .or(
            () ->
                state
                    .adrift()
                    .longest()
                    .filter(trial -> isOver(state, trial, deadlines.readoptWithin(), now)))
        .map(trial -> Dues.ended(trial, Outcome.LOST_WORKER));
  }

  /** Whether the trial's attempt has waited so long for its worker. */
  private static boolean isOver(SchedulerState state, Trial trial, Duration wait, Instant now) {
    return !later(trial.adriftSince().orElseThrow(), state.termSince()).plus(wait).isAfter(now);
  }

  /** After how long a silence an attempt counts as one that does nothing any more. */
  static Duration silence(SchedulerState state, Trial trial) {
    Deadlines deadlines = deadlines(state);
    if (trial.state() == Trial.State.PLACED || !trial.fruitful()) {
      return deadlines.startWithin();
    }
    if (trial.epochSeconds() > 0) {
      return Duration.ofSeconds(Math.max(LEAST_LIMIT_SECONDS, trial.epochSeconds()));
    }
    Duration usual =
        state
            .usualEpochMillis(trial)
            .map(millis -> Duration.ofMillis(millis).multipliedBy(deadlines.hungTimes()))
            .orElse(deadlines.startWithin());
    return usual.compareTo(deadlines.hungAtLeast()) < 0 ? deadlines.hungAtLeast() : usual;
  }

  /** Below that many seconds silence says nothing: lines of progress may be late. */
  private static final long LEAST_LIMIT_SECONDS = 10;

  /** From when a clock runs; nothing while the attempt's worker is not alive. */
  private static Optional<Instant> from(SchedulerState state, Trial trial, Instant since) {
    return trial
        .holder()
        .flatMap(holder -> state.worker(holder.worker()))
        .filter(worker -> worker.liveness() == WorkerState.Liveness.ALIVE)
        .map(
            worker ->
                Stream.of(since, state.termSince(), worker.aliveSince())
                    .max(Instant::compareTo)
                    .orElseThrow());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Deadlines deadlines(SchedulerState state) {
    return state.settings().deadlines();
  }
}
