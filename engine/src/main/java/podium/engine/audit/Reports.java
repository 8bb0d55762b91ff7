package podium.engine.audit;

import java.time.Instant;
import java.util.Optional;
import podium.engine.audit.AuditedTrial.Ending;
import podium.engine.audit.AuditedTrial.Phase;
import podium.protocol.event.Event;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;

/** Whether attempts report, and end, as they may. Confined to its auditor. */
final class Reports {
  private final Term term;
  private final WorkersBook workers;
  private final TrialsBook trials;
  private final Clocks clocks;
  private final StandingsBook standings;
  private final FaultsBook faults;
  private final LengthsBook lengths;
  private final MemoryBook memory;

  Reports(
      Term term,
      WorkersBook workers,
      TrialsBook trials,
      Clocks clocks,
      StandingsBook standings,
      FaultsBook faults,
      LengthsBook lengths,
      MemoryBook memory) {
    this.memory = memory;
    this.lengths = lengths;
    this.faults = faults;
    this.term = term;
    this.workers = workers;
    this.trials = trials;
    this.clocks = clocks;
    this.standings = standings;
  }

  /** Gives the trial, if its attempt began. */
  Optional<AuditedTrial> started(Event.TrialStarted fact, Findings findings) {
    return Findings.step(
        reporting(fact.trial(), fact.attempt(), fact.sequence(), findings),
        trial ->
            findings.fits(
                !trial.started(),
                Invariant.EPOCHS_FOLLOW,
                "attempt %d of %s begins twice",
                trial.attempt,
                trial.id),
        trial -> {
          trial.sequence = fact.sequence();
          trial.epoch = fact.start().resumedFromEpoch();
          trial.device = fact.start().device();
          trial.epochSince = term.time;
          judgeStart(trial, findings);
        });
  }

  private static void judgeStart(AuditedTrial trial, Findings findings) {
    findings.require(
        trial.epoch > 0 || trial.offered.isEmpty(),
        Invariant.NEVER_AFRESH_WITH_A_CHECKPOINT,
        "attempt %d of %s begins at epoch 0 and was told to go on from epoch %d",
        trial.attempt,
        trial.id,
        trial.offered.stream().findFirst().map(CheckpointRef::epoch).orElse(0));
    findings.require(
        trial.epoch == 0
            || trial.offered.stream().anyMatch(offered -> offered.epoch() == trial.epoch),
        Invariant.RESUMES_FROM_WHAT_COUNTED,
        "attempt %d of %s went on from epoch %d, which it was not told to",
        trial.attempt,
        trial.id,
        trial.epoch);
  }

  /** Gives the trial, if the epoch counts. */
  Optional<AuditedTrial> epoch(Event.EpochCompleted fact, Findings findings) {
    EpochResult result = fact.result();
    return Findings.step(
        reporting(fact.trial(), fact.attempt(), fact.sequence(), findings),
        trial ->
            findings.fits(
                trial.started() && result.epoch() == trial.epoch + 1,
                Invariant.EPOCHS_FOLLOW,
                "epoch %d in attempt %d of %s, which %s",
                result.epoch(),
                trial.attempt,
                trial.id,
                trial.started() ? "had come to epoch " + trial.epoch : "has not begun"),
        trial -> {
          findings.require(
              result.epoch() <= trial.epochs && result.checkpoint().epoch() == result.epoch(),
              Invariant.EPOCHS_FOLLOW,
              "epoch %d of %d of %s, with a checkpoint of epoch %d",
              result.epoch(),
              trial.epochs,
              trial.id,
              result.checkpoint().epoch());
          trial.sequence = fact.sequence();
          trial.epoch = result.epoch();
          trial.epochSince = term.time;
          trial.fruitful = true;
          trial.place.ifPresent(faults::works);
          memory.works(trial);
          lengths.finished(trial, result.seconds());
          trial.keep(result, trial.place.flatMap(it -> workers.named(it.worker())));
          standings.finished(trial, result);
          trial.makeWay(trial.epoch < trial.epochs);
        });
  }

  /** Gives the trial, if its attempt ended. */
  Optional<AuditedTrial> ended(Event.AttemptEnded fact, Findings findings) {
    boolean reported = fact.sequence() > 0;
    Optional<AuditedTrial> ended =
        reported
            ? reporting(fact.trial(), fact.attempt(), fact.sequence(), findings)
            : trials.placed(fact.trial(), fact.attempt(), findings);
    ended.ifPresent(
        trial -> {
          findings.require(
              reported || mayEndUnreported(trial, fact.outcome()),
              Invariant.ENDED_BY_WHO_KNOWS,
              "attempt %d of %s ends as %s without a report, and nobody may say so",
              trial.attempt,
              trial.id,
              fact.outcome());
          judgeStop(trial, fact, findings);
          trial.sequence = Math.max(trial.sequence, fact.sequence());
          boolean smaller = memory.ended(trial, fact.outcome(), fact.hopeless());
          count(trial, fact.outcome(), smaller);
          trial.place.ifPresent(place -> faults.ended(place, trial.id, fact.outcome()));
          leave(trial, fact);
          trials.over(trial);
          trial.phase = Phase.SETTLING;
          trial.ending = Optional.of(new Ending(fact.outcome(), fact.hopeless(), smaller));
        });
    return ended;
  }

  private boolean mayEndUnreported(AuditedTrial trial, Outcome outcome) {
    if (term.firstRules()) {
      return switch (outcome) {
        case LOST_WORKER, PREEMPTED -> trial.adrift() || trial.forsaken.isPresent();
        case SUCCEEDED, FAILED_CODE, FAILED_OOM, DIVERGED, FAILED_INFRASTRUCTURE -> false;
        case NOT_BEGUN, HUNG, STOPPED -> false;
        case TIMEOUT, CANCELLED -> true;
      };
    }
    if (trial.forsaken.isPresent()) {
      return trial.forsaken.get() == outcome;
    }
    return switch (outcome) {
      case LOST_WORKER -> over(clocks.lostFrom(trial));
      case NOT_BEGUN -> trial.sequence == 0 && !trial.adrift() && trial.stop.isEmpty();
      case TIMEOUT, HUNG, CANCELLED, PREEMPTED, STOPPED ->
          trial.stop.filter(outcome::equals).isPresent() && over(clocks.stopDue(trial));
      // why: an epoch that does not follow the one before is not counted, and ends its attempt
      case FAILED_CODE -> !trial.adrift();
      case SUCCEEDED, FAILED_OOM, DIVERGED, FAILED_INFRASTRUCTURE -> false;
    };
  }

  private boolean over(Optional<Instant> deadline) {
    return deadline.filter(until -> !until.isAfter(term.time)).isPresent();
  }

  /** An attempt that was to stop ends so, however its trainer died of it. */
  private void judgeStop(AuditedTrial trial, Event.AttemptEnded fact, Findings findings) {
    Outcome why = trial.stop.orElse(fact.outcome());
    boolean came =
        fact.sequence() > 0 ? byItself(fact.outcome(), why) : fact.outcome() == Outcome.FAILED_CODE;
    findings.require(
        fact.outcome() == why || came || term.firstRules(),
        Invariant.ENDED_AS_ASKED,
        "attempt %d of %s was to end as %s, and ends as %s",
        trial.attempt,
        trial.id,
        why,
        fact.outcome());
  }

  /** Whether an attempt that was to stop may end so instead. */
  private static boolean byItself(Outcome outcome, Outcome why) {
    return switch (why) {
      case CANCELLED -> false;
      case PREEMPTED ->
          outcome != Outcome.CANCELLED && outcome != Outcome.STOPPED && !outcome.isLoss();
      case STOPPED, HUNG, TIMEOUT -> outcome == Outcome.SUCCEEDED;
      case SUCCEEDED, FAILED_CODE, FAILED_OOM, DIVERGED, LOST_WORKER -> false;
      case FAILED_INFRASTRUCTURE, NOT_BEGUN -> false;
    };
  }

  private static void count(AuditedTrial trial, Outcome outcome, boolean smaller) {
    boolean failure = outcome.isFailure() && !smaller;
    if (outcome.isLoss()) {
      trial.losses++;
    }
    if (failure) {
      trial.codeFailures++;
    }
    if (outcome.isLoss() || failure) {
      trial.fruitless = trial.fruitful ? 0 : trial.fruitless + 1;
    }
  }

  private void leave(AuditedTrial trial, Event.AttemptEnded fact) {
    // why: only its worker can say that nobody is on a slot any more
    boolean told = fact.sequence() > 0 || term.firstRules();
    trial
        .place
        .flatMap(place -> workers.of(place.worker(), place.incarnation()))
        .ifPresent(
            worker -> {
              worker.leave(trial.id, trial.attempt, told);
              worker.leaves |= term.firstRules() && fact.outcome() == Outcome.PREEMPTED;
            });
  }

  void fenced(Event.ReportFenced fact, Findings findings) {
    trials
        .known(fact.trial(), findings)
        .filter(trial -> fact.attempt() == trial.attempt && trial.holds(fact.holder()))
        .ifPresent(
            trial ->
                findings.breaks(
                    Invariant.HOLDER_NOT_FENCED,
                    "report %d of attempt %d of %s is fenced",
                    fact.sequence(),
                    fact.attempt(),
                    trial.id));
  }

  private Optional<AuditedTrial> reporting(
      TrialId id, int attempt, long sequence, Findings findings) {
    return trials
        .placed(id, attempt, findings)
        .filter(
            trial ->
                findings.fits(
                    sequence == trial.sequence + 1,
                    Invariant.SEQUENCES_DENSE,
                    "report %d of attempt %d of %s after report %d",
                    sequence,
                    attempt,
                    id,
                    trial.sequence))
        .map(
            trial -> {
              findings.require(
                  !trial.adrift() && trial.forsaken.isEmpty(),
                  Invariant.ADRIFT_NOT_COUNTED,
                  "report %d of attempt %d of %s counts, and its worker is lost",
                  sequence,
                  attempt,
                  id);
              return trial;
            });
  }
}
