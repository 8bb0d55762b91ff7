package podium.engine.placement;

import java.time.Instant;
import java.util.Optional;
import podium.engine.state.Checkpoints.Kept;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.Reason.CheckpointAway;
import podium.protocol.event.TrialStatus;

/**
 * Trials whose newest checkpoint lies where no worker is that sees it: they wait a bounded time,
 * then go on from what is left, or fail where a fork has lost what it begins with. Pure; changes
 * nothing.
 */
public final class Homes {
  private final SchedulerState state;

  public Homes(SchedulerState state) {
    this.state = state;
  }

  /** The fact that a trial has waited long enough, if one has. */
  public Optional<Event> waitedOut(Instant now) {
    return state
        .queue()
        .longestAway()
        .filter(trial -> !waitsUntil(trial).isAfter(now))
        .map(this::restarted);
  }

  /** Until when the trial, in the queue, waits for a worker. */
  Instant waitsUntil(Trial trial) {
    Instant since = state.queue().awaySince(trial);
    // why: while no scheduler was there no worker could come back to it
    Instant from = since.isAfter(state.termSince()) ? since : state.termSince();
    return from.plus(state.settings().checkpointWait());
  }

  /** What the trial waits for before it goes on; empty when any worker will do. */
  public Optional<CheckpointAway> away(Trial trial) {
    return trial
        .checkpoints()
        .newest()
        .filter(kept -> !kept.home().isEmpty() && !state.isServed(Shape.of(trial)))
        .map(this::away);
  }

  private Event restarted(Trial trial) {
    CheckpointAway away = away(trial.checkpoints().newest().orElseThrow());
    Optional<Kept> within =
        trial
            .checkpoints()
            .newest(home -> home.isEmpty() || state.isServed(Shape.of(trial).at(home)));
    if (within.isEmpty() && trial.checkpoints().base().isPresent()) {
      return new Event.TrialEnded(trial.id(), TrialStatus.FAILED, new Reason.BaseOutOfReach(away));
    }
    int epoch = within.map(Kept::epoch).orElse(0);
    return new Event.TrialRestarted(
        trial.id(), epoch, new Reason.CheckpointOutOfReach(away, epoch));
  }

  private CheckpointAway away(Kept kept) {
    return new CheckpointAway(
        state.settings().checkpointWait(), kept.reference().epoch(), kept.home(), kept.worker());
  }
}
