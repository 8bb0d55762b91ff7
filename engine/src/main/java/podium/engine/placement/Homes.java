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

/**
 * Trials whose newest checkpoint lies where no worker is that sees it: they wait a bounded time,
 * then go on from what is left. Pure; changes nothing.
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
    int epoch =
        trial
            .checkpoints()
            .newest(home -> home.isEmpty() || state.isServed(Shape.of(trial).at(home)))
            .map(kept -> kept.reference().epoch())
            .orElse(0);
    return new Event.TrialRestarted(
        trial.id(),
        epoch,
        new Reason.CheckpointOutOfReach(away(trial.checkpoints().newest().orElseThrow()), epoch));
  }

  private CheckpointAway away(Kept kept) {
    return new CheckpointAway(
        state.settings().checkpointWait(), kept.reference().epoch(), kept.home(), kept.worker());
  }
}
