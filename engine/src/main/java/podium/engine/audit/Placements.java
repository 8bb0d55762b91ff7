package podium.engine.audit;

import java.time.Instant;
import java.util.Optional;
import podium.engine.audit.AuditedTrial.Kept;
import podium.engine.audit.AuditedTrial.Phase;
import podium.engine.audit.AuditedTrial.Place;
import podium.protocol.event.Event;
import podium.protocol.report.CheckpointRef;

/** Whether trials are placed where they may be. Confined to its auditor. */
final class Placements {
  private final Term term;
  private final WorkersBook workers;
  private final TrialsBook trials;

  Placements(Term term, WorkersBook workers, TrialsBook trials) {
    this.term = term;
    this.workers = workers;
    this.trials = trials;
  }

  /** Gives the trial, if it was placed. */
  Optional<AuditedTrial> place(Event.TrialPlaced placed, Findings findings) {
    Optional<AuditedTrial> open = trials.open(placed.trial(), findings);
    if (open.isEmpty()) {
      return open;
    }
    AuditedTrial trial = open.get();
    Optional<AuditedWorker> worker = workers.of(placed.worker(), placed.incarnation());
    boolean fits =
        findings.fits(
                trial.phase == Phase.WAITING && !trial.cancelled,
                Invariant.WAITING_ONE_PLACED,
                "%s is %s%s",
                trial.id,
                trial.phase,
                trial.cancelled ? " and cancelled" : "")
            && findings.fits(
                placed.attempt() == trial.attempt + 1,
                Invariant.ATTEMPTS_GROW_BY_ONE,
                "attempt %d of %s after attempt %d",
                placed.attempt(),
                trial.id,
                trial.attempt)
            && findings.fits(
                worker.filter(it -> it.there(placed.incarnation())).isPresent(),
                Invariant.PLACED_ON_A_LIVE_WORKER,
                "no worker %s is there under incarnation %s",
                placed.worker(),
                placed.incarnation());
    if (!fits) {
      return Optional.empty();
    }
    judge(placed, trial, worker.orElseThrow(), findings);
    trial.begin(
        placed.attempt(),
        new Place(placed.worker(), placed.incarnation(), placed.slot(), worker.get().home),
        placed.checkpoints());
    worker.get().take(placed.slot(), trial.id);
    trials.begun();
    return open;
  }

  private void judge(
      Event.TrialPlaced placed, AuditedTrial trial, AuditedWorker worker, Findings findings) {
    findings.require(
        worker.takesTrials(),
        Invariant.PLACED_ON_A_LIVE_WORKER,
        "worker %s is %s%s",
        worker.name,
        worker.life,
        worker.leaves ? " and leaves" : "");
    findings.require(
        worker.has(placed.slot()),
        Invariant.PLACED_ON_A_SLOT,
        "worker %s has no slot %s",
        worker.name,
        placed.slot());
    worker
        .on(placed.slot())
        .ifPresent(
            other ->
                findings.breaks(
                    Invariant.ONE_ATTEMPT_A_SLOT,
                    "%s goes to %s of worker %s, where %s is",
                    trial.id,
                    placed.slot(),
                    worker.name,
                    other));
    findings.require(
        worker.offers(trial.needs) && trial.needs.device().suits(placed.slot()),
        Invariant.PLACED_WHERE_OFFERED,
        "%s needs %s, which %s of worker %s has not",
        trial.id,
        trial.needs,
        placed.slot(),
        worker.name);
    findings.require(
        !term.time.isBefore(trial.notBefore),
        Invariant.NOT_BEFORE_ITS_TIME,
        "%s is placed at %s and waits until %s",
        trial.id,
        term.time,
        trial.notBefore);
    judgeCheckpoints(placed, trial, worker, findings);
  }

  private static void judgeCheckpoints(
      Event.TrialPlaced placed, AuditedTrial trial, AuditedWorker worker, Findings findings) {
    for (CheckpointRef offered : placed.checkpoints()) {
      Optional<Kept> kept = trial.checkpoint(offered.epoch());
      findings.require(
          kept.filter(it -> it.reference().equals(offered)).isPresent(),
          Invariant.RESUMES_FROM_WHAT_COUNTED,
          "%s may go on from %s, which is none of its checkpoints that count",
          trial.id,
          offered.path());
      findings.require(
          kept.filter(it -> !seen(it, worker)).isEmpty(),
          Invariant.RESUMES_FROM_WHAT_COUNTED,
          "%s may go on from %s, which worker %s does not see",
          trial.id,
          offered.path(),
          worker.name);
    }
    Optional<CheckpointRef> first = placed.checkpoints().stream().findFirst();
    trial
        .newest()
        .map(Kept::reference)
        .filter(newest -> first.filter(newest::equals).isEmpty())
        .ifPresent(
            newest ->
                findings.breaks(
                    first.isEmpty()
                        ? Invariant.NEVER_AFRESH_WITH_A_CHECKPOINT
                        : Invariant.RESUMES_FROM_WHAT_COUNTED,
                    "%s has a checkpoint of epoch %d and is told to %s",
                    trial.id,
                    newest.epoch(),
                    first.isEmpty() ? "begin afresh" : "go on from another one"));
  }

  private static boolean seen(Kept kept, AuditedWorker worker) {
    return kept.home().isEmpty() || kept.home().equals(worker.home);
  }

  /** A trial leaves its newest checkpoint; gives the trial, if it did. */
  Optional<AuditedTrial> restart(Event.TrialRestarted restarted, Findings findings) {
    Optional<AuditedTrial> open = trials.open(restarted.trial(), findings);
    if (open.isEmpty()) {
      return open;
    }
    AuditedTrial trial = open.get();
    int from = restarted.fromEpoch();
    int newest = trial.newest().map(kept -> kept.reference().epoch()).orElse(0);
    boolean fits =
        findings.fits(
            trial.phase == Phase.WAITING
                && from < newest
                && (from == 0 || trial.checkpoint(from).isPresent()),
            Invariant.RESTARTED_AFTER_THE_WAIT,
            "%s is %s with its newest checkpoint of epoch %d, and is told to go on from epoch %d",
            trial.id,
            trial.phase,
            newest,
            from);
    if (!fits) {
      return Optional.empty();
    }
    Instant earliest = waitedFrom(trial).plus(term.policy.checkpointWait());
    findings.require(
        !term.time.isBefore(earliest),
        Invariant.RESTARTED_AFTER_THE_WAIT,
        "%s waits until %s at least for a worker that sees its checkpoint",
        trial.id,
        earliest);
    trial.leave(from);
    trial.waitsSince = term.time;
    return open;
  }

  /** Since when it can be said to wait: a wait begins anew with a term. */
  private Instant waitedFrom(AuditedTrial trial) {
    return trial.waitsSince.isAfter(term.claim) ? trial.waitsSince : term.claim;
  }
}
