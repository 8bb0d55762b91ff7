package podium.engine.placement;

import podium.engine.state.SchedulerState;
import podium.engine.state.Shape;
import podium.engine.state.Trial;
import podium.engine.state.TrialQueue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.event.Event;
import podium.protocol.event.Policy;
import podium.engine.state.Checkpoints.Kept;

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
    return state.queue()
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
    return Optional.of(from.plus(state.policy().checkpointWait()));
  }

  /** What people read while the trial waits to go on; empty when any worker will do. */
  public String words(Trial trial) {
    return trial.checkpoints()
        .newest()
        .filter(kept -> !kept.home().isEmpty() && !isServed(Shape.of(trial)))
        .map(
            kept ->
                "; waits up to %s for a worker that sees its checkpoint of epoch %d (home %s, written by %s)"
                    .formatted(
                        seconds(state.policy()),
                        kept.reference().epoch(),
                        kept.home(),
                        kept.worker()))
        .orElse("");
  }

  private Event restarted(Trial trial) {
    Kept lost = trial.checkpoints().newest().orElseThrow();
    int epoch =
        trial.checkpoints()
            .newest(home -> home.isEmpty() || isServed(Shape.of(trial).at(home)))
            .map(kept -> kept.reference().epoch())
            .orElse(0);
    return new Event.TrialRestarted(
        trial.id(),
        epoch,
        "waited %s for a worker that sees its checkpoint of epoch %d (home %s, written by %s); none came, so it goes on from epoch %d"
            .formatted(
                seconds(state.policy()),
                lost.reference().epoch(),
                lost.home(),
                lost.worker(),
                epoch));
  }

  private boolean isServed(Shape shape) {
    return state.workers().stream().anyMatch(worker -> worker.serves(shape));
  }

  private static String seconds(Policy policy) {
    Duration wait = policy.checkpointWait();
    return wait.toMillis() % 1000 == 0
        ? wait.toSeconds() + " s"
        : "%.1f s".formatted(wait.toMillis() / 1000.0);
  }
}
