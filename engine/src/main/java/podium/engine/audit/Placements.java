package podium.engine.audit;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import podium.engine.audit.AuditedTrial.Kept;
import podium.engine.audit.AuditedTrial.Phase;
import podium.engine.audit.AuditedTrial.Place;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.report.CheckpointRef;

/** Whether trials are placed where they may be. Confined to its auditor. */
final class Placements {
  private final Term term;
  private final WorkersBook workers;
  private final TrialsBook trials;
  private final ReservationsBook reservations;
  private final RoomBook room;
  private final MemoryBook memory;

  Placements(
      Term term,
      WorkersBook workers,
      TrialsBook trials,
      ReservationsBook reservations,
      RoomBook room,
      MemoryBook memory) {
    this.memory = memory;
    this.reservations = reservations;
    this.room = room;
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
    boolean fits =
        findings.fits(
                trial.phase == Phase.WAITING && !trial.cancelled() && trial.pause.isEmpty(),
                Invariant.WAITING_ONE_PLACED,
                "%s is %s%s%s",
                trial.id,
                trial.phase,
                trial.cancelled() ? " and cancelled" : "",
                trial.pause.isPresent() ? " and to be paused" : "")
            && findings.fits(
                placed.attempt() == trial.attempt + 1,
                Invariant.ATTEMPTS_GROW_BY_ONE,
                "attempt %d of %s after attempt %d",
                placed.attempt(),
                trial.id,
                trial.attempt)
            && placed.grants().stream().allMatch(grant -> isFree(grant, trial, findings));
    if (!fits) {
      return Optional.empty();
    }
    findings.require(
        Set.copyOf(placed.grants()).size() == placed.grants().size(),
        Invariant.ONE_ATTEMPT_A_SLOT,
        "%s is given a slot twice",
        trial.id);
    findings.require(
        ReservationsBook.areTogether(trial, placed.grants()),
        Invariant.SLOTS_TOGETHER,
        "%s needs %d slots of one worker, and is given %s",
        trial.id,
        trial.needs.slots(),
        placed.grants());
    reservations.judge(trial, placed.grants(), findings);
    for (Grant grant : placed.grants()) {
      judge(grant, trial, worker(grant), findings);
    }
    findings.require(
        !trials.isFull(trial),
        Invariant.LIMITS_KEPT,
        "%s is given slots, and its experiment or its owner has all that it may have",
        trial.id);
    room.before(trial)
        .ifPresent(
            wide ->
                findings.breaks(
                    Invariant.ROOM_IS_KEPT,
                    "%s is given slots, and %s, which comes before it and needs %d, is left too few"
                        + " by the limit of %s",
                    trial.id,
                    wide.id,
                    wide.needs.slots(),
                    trial.owner));
    Grant lead = placed.lead();
    AuditedWorker leading = worker(lead);
    judgeTime(trial, findings);
    memory.place(trial, placed, leading, findings);
    judgeCheckpoints(placed, trial, leading, findings);
    trial.begin(
        placed.attempt(),
        new Place(
            lead.worker(),
            lead.incarnation(),
            placed.grants().stream().map(Grant::slot).toList(),
            leading.home),
        placed.checkpoints(),
        term.time);
    placed.grants().forEach(it -> worker(it).take(it.slot(), trial.id, trial.attempt));
    trials.begun(trial);
    return open;
  }

  private AuditedWorker worker(Grant grant) {
    return workers.of(grant.worker(), grant.incarnation()).orElseThrow();
  }

  /** Whether a slot can be given away at all. */
  private boolean isFree(Grant grant, AuditedTrial trial, Findings findings) {
    Optional<AuditedWorker> worker =
        workers.of(grant.worker(), grant.incarnation()).filter(it -> it.there(grant.incarnation()));
    return findings.fits(
            worker.isPresent(),
            Invariant.PLACED_ON_A_LIVE_WORKER,
            "no worker %s is there under incarnation %s",
            grant.worker(),
            grant.incarnation())
        && findings.fits(
            worker.filter(it -> it.has(grant.slot())).isPresent(),
            Invariant.PLACED_ON_A_SLOT,
            "worker %s has no slot %s",
            grant.worker(),
            grant.slot())
        && worker
            .flatMap(it -> it.on(grant.slot()))
            .map(
                other ->
                    findings.fits(
                        false,
                        Invariant.ONE_ATTEMPT_A_SLOT,
                        "%s goes to %s of worker %s, where attempt %d of %s %s",
                        trial.id,
                        grant.slot(),
                        grant.worker(),
                        other.attempt(),
                        other.trial(),
                        other.stuck() ? "may still be" : "is"))
            .orElse(true);
  }

  private static void judge(
      Grant grant, AuditedTrial trial, AuditedWorker worker, Findings findings) {
    findings.require(
        worker.takesTrials(),
        Invariant.PLACED_ON_A_LIVE_WORKER,
        "worker %s is %s%s",
        worker.name,
        worker.life,
        worker.leaves ? " and leaves" : "");
    findings.require(
        !worker.isDrained(grant.slot()),
        Invariant.DRAINED_GETS_NOTHING,
        "%s goes to %s of worker %s, which people drained",
        trial.id,
        grant.slot(),
        worker.name);
    findings.require(
        !worker.resting.contains(grant.slot()),
        Invariant.LEFT_OUT_GETS_NOTHING,
        "%s goes to %s of worker %s, which is left out",
        trial.id,
        grant.slot(),
        worker.name);
    findings.require(
        worker.offers(trial.needs) && trial.needs.device().suits(grant.slot()),
        Invariant.PLACED_WHERE_OFFERED,
        "%s needs %s, which %s of worker %s has not",
        trial.id,
        trial.needs,
        grant.slot(),
        worker.name);
  }

  private void judgeTime(AuditedTrial trial, Findings findings) {
    findings.require(
        !term.time.isBefore(trial.notBefore),
        Invariant.NOT_BEFORE_ITS_TIME,
        "%s is placed at %s and waits until %s",
        trial.id,
        term.time,
        trial.notBefore);
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
                && (from == 0 ? trial.base.isEmpty() : trial.checkpoint(from).isPresent()),
            Invariant.RESTARTED_AFTER_THE_WAIT,
            "%s is %s with its newest checkpoint of epoch %d, and is told to go on from epoch %d",
            trial.id,
            trial.phase,
            newest,
            from);
    if (!fits) {
      return Optional.empty();
    }
    Instant earliest = trial.waitedFrom(term.claim).plus(term.settings.checkpointWait());
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
}
