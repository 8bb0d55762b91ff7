package podium.engine.placement;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import podium.engine.state.Checkpoints.Kept;
import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.engine.state.TrialQueue;
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
        .bound()
        .filter(trial -> waitsUntil(trial).filter(until -> !until.isAfter(now)).isPresent())
        .min(TrialQueue.ORDER)
        .map(this::restarted);
  }

  /** Until when the trial, in the queue, waits for a worker; empty while there is one. */
  public Optional<Instant> waitsUntil(Trial trial) {
    Shape shape = Shape.of(trial);
    if (shape.home().isEmpty() || isServed(shape)) {
      return Optional.empty();
    }
    Instant gone =
        state.workers().stream()
            .filter(worker -> worker.registration().checkpointHome().equals(shape.home()))
            .map(worker -> worker.since())
            .max(Instant::compareTo)
            .orElse(Instant.EPOCH);
    // why: while no scheduler was there no worker could come back to it
    Instant from =
        Stream.of(gone, trial.queuedAt(), state.termSince()).max(Instant::compareTo).orElseThrow();
    return Optional.of(from.plus(state.settings().checkpointWait()));
  }

  /** What the trial waits for before it goes on; empty when any worker will do. */
  public Optional<CheckpointAway> away(Trial trial) {
    return trial
        .checkpoints()
        .newest()
        .filter(kept -> !kept.home().isEmpty() && !isServed(Shape.of(trial)))
        .map(this::away);
  }

  private Event restarted(Trial trial) {
    int epoch =
        trial
            .checkpoints()
            .newest(home -> home.isEmpty() || isServed(Shape.of(trial).at(home)))
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

  private boolean isServed(Shape shape) {
    return state.workers().stream().anyMatch(worker -> worker.serves(shape));
  }
}
