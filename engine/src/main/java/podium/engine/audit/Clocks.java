package podium.engine.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import podium.engine.audit.AuditedTrial.Phase;
import podium.engine.audit.AuditedWorker.Life;
import podium.protocol.event.Deadlines;

/** When deadlines of attempts are over. Confined to its auditor. */
final class Clocks {
  private final Term term;
  private final WorkersBook workers;

  Clocks(Term term, WorkersBook workers) {
    this.term = term;
    this.workers = workers;
  }

  /** When the attempt is to end without a word of its worker; empty while it is not. */
  Optional<Instant> endDue(AuditedTrial trial) {
    if (trial.phase != Phase.PLACED || trial.returned) {
      return Optional.empty();
    }
    if (trial.forsaken.isPresent()) {
      return Optional.of(trial.forsakenSince);
    }
    if (term.firstRules()) {
      return trial.adriftSince;
    }
    return trial.adrift() ? lost(trial, deadlines().readoptWithin()) : stopDue(trial);
  }

  /** Before that a lost worker's attempt waits in any case. */
  Optional<Instant> lostFrom(AuditedTrial trial) {
    return lost(trial, deadlines().readoptAtFirst());
  }

  private Optional<Instant> lost(AuditedTrial trial, Duration wait) {
    return trial.adriftSince.map(since -> later(since, term.claim).plus(wait));
  }

  /** When an attempt that is to stop is over, whoever tells it or not. */
  Optional<Instant> stopDue(AuditedTrial trial) {
    return trial.stop.isEmpty()
        ? Optional.empty()
        : runsFrom(trial, trial.stopSince).map(from -> from.plus(deadlines().stopWithin()));
  }

  /** When an attempt that makes way is told to stop, whatever its epoch does. */
  Optional<Instant> wayDue(AuditedTrial trial) {
    return trial.inFavourOf.isPresent() && trial.stop.isEmpty()
        ? Optional.of(trial.preemptedSince.plus(deadlines().makeWayWithin()))
        : Optional.empty();
  }

  /** When an attempt is to stop because its epoch takes longer than its limits allow. */
  Optional<Instant> timeoutDue(AuditedTrial trial) {
    boolean limited =
        trial.epochSeconds > 0
            && trial.phase == Phase.PLACED
            && trial.started()
            && !trial.adrift()
            && trial.stop.isEmpty()
            && !term.firstRules();
    return limited
        ? runsFrom(trial, trial.epochSince)
            .map(from -> from.plusSeconds(trial.epochSeconds).plus(deadlines().stopWithin()))
            .map(due -> later(due, trial.limitedSince))
        : Optional.empty();
  }

  /** A clock runs only while the worker is alive, and begins anew with each term. */
  private Optional<Instant> runsFrom(AuditedTrial trial, Instant since) {
    return trial
        .place
        .flatMap(place -> workers.named(place.worker()))
        .filter(worker -> worker.life == Life.ALIVE)
        .map(
            worker ->
                Stream.of(since, term.claim, worker.aliveSince)
                    .max(Instant::compareTo)
                    .orElseThrow());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private Deadlines deadlines() {
    return term.settings.deadlines();
  }
}
