package podium.engine.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import podium.engine.audit.AuditedTrial.Ending;
import podium.engine.audit.AuditedTrial.Phase;
import podium.protocol.Text;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;

/** Whether trials are cancelled, wait again and end as they may. Confined to its auditor. */
final class Endings {
  private final Term term;
  private final TrialsBook trials;
  private final HoldingsBook holds;
  private final StandingsBook standings;

  Endings(Term term, TrialsBook trials, HoldingsBook holds, StandingsBook standings) {
    this.term = term;
    this.trials = trials;
    this.holds = holds;
    this.standings = standings;
  }

  /** Gives the trials that are wanted no longer. */
  List<AuditedTrial> cancel(Event.CancelAccepted fact, Findings findings) {
    List<AuditedTrial> cancelled =
        fact.trials().stream().flatMap(id -> trials.open(id, findings).stream()).toList();
    cancelled.forEach(holds::cancel);
    return cancelled;
  }

  /** Gives the trial, if it waits again. */
  Optional<AuditedTrial> requeue(Event.TrialRequeued fact, Findings findings) {
    return Findings.step(
        trials.open(fact.trial(), findings),
        trial ->
            findings.fits(
                trial.phase == Phase.SETTLING,
                Invariant.NOTHING_BY_OTHERS,
                "%s waits again, and is %s",
                trial.id,
                trial.phase),
        trial -> {
          goesOn(trial, "waits again", findings);
          findings.require(
              trial.pause.isEmpty(),
              Invariant.PAUSED_AS_ASKED,
              "%s waits for a slot again, and is to be paused",
              trial.id);
          findings.require(
              trial.told.isEmpty(),
              Invariant.HELD_AT_A_RUNG,
              "%s waits for a slot again, and is to be held or stopped",
              trial.id);
          findings.require(
              !(fact.reason() instanceof Reason.AttemptOver over)
                  || fact.notBefore()
                      .equals(over.retry().map(retry -> term.time.plus(retry.after()))),
              Invariant.NOT_BEFORE_ITS_TIME,
              "%s waits until %s, for the reason %s",
              trial.id,
              fact.notBefore(),
              fact.reason());
          judgeParts(trial, fact.reason(), findings);
          trial.wait(term.time, fact.notBefore().orElse(Instant.EPOCH));
        });
  }

  /** Whether it is said that it goes on with fewer images at a time, if it does. */
  private void judgeParts(AuditedTrial trial, Reason reason, Findings findings) {
    Optional<Integer> said =
        reason instanceof Reason.TooLarge large ? large.microBatch() : Optional.empty();
    boolean smaller = trial.ending.filter(Ending::smaller).isPresent();
    findings.require(
        said.equals(smaller ? Optional.of(trial.parts.most()) : Optional.empty()),
        Invariant.SHRUNK_FOR_MEMORY,
        "%s goes on for the reason %s, %s",
        trial.id,
        reason,
        smaller
            ? Text.of("and computes %d images at a time", trial.parts.most())
            : "and computes as many images at a time as before");
  }

  /** Gives the trial, if it ended. */
  Optional<AuditedTrial> end(Event.TrialEnded fact, Findings findings) {
    return Findings.step(
        trials.open(fact.trial(), findings),
        trial ->
            findings.fits(
                trial.phase == Phase.SETTLING
                    || (trial.phase == Phase.PAUSED && fact.status() == TrialStatus.STOPPED)
                    || (trial.phase == Phase.WAITING && lacksBase(trial, fact))
                    || ((trial.phase == Phase.WAITING || trial.phase == Phase.PAUSED)
                        && trial.cancelled()),
                Invariant.NOTHING_BY_OTHERS,
                "%s ends as %s, and is %s",
                trial.id,
                fact.status(),
                trial.phase),
        trial -> {
          judge(trial, fact, findings);
          trial.end(fact.status());
          standings.ended(trial, fact.status());
        });
  }

  private void judge(AuditedTrial trial, Event.TrialEnded fact, Findings findings) {
    findings.require(
        fact.status() == TrialStatus.CANCELLED || !trial.cancelled() || term.firstRules(),
        Invariant.ENDED_AS_ASKED,
        "%s was cancelled, and ends as %s",
        trial.id,
        fact.status());
    switch (fact.status()) {
      case SUCCEEDED ->
          findings.require(
              trial.ending.filter(Endings::succeeded).isPresent() && trial.epoch == trial.epochs,
              Invariant.SUCCEEDED_AFTER_ALL_EPOCHS,
              "%s succeeded with epoch %d of %d, after %s",
              trial.id,
              Math.max(0, trial.epoch),
              trial.epochs,
              account(trial));
      case CANCELLED ->
          findings.require(
              trial.cancelled(), Invariant.CANCELLED_IF_ASKED, "nobody cancelled %s", trial.id);
      case FAILED ->
          findings.require(
              lacksBase(trial, fact)
                  || trial.ending.filter(ending -> isLast(trial, ending)).isPresent(),
              Invariant.BUDGETS_KEPT,
              "%s failed after %s",
              trial.id,
              account(trial));
      case STOPPED ->
          findings.require(
              (trial.pruned() && trial.told.filter(fact.reason()::equals).isPresent())
                  || (fact.reason() instanceof Reason.NotPromoted
                      && standings.isNext(trial, fact.reason())),
              Invariant.STOPPED_BY_RULE,
              "%s is stopped for the reason %s, which is not so",
              trial.id,
              fact.reason());
      case QUEUED, RUNNING, PAUSED ->
          findings.breaks(Invariant.VALUES_FIT, "%s ends as %s", trial.id, fact.status());
    }
  }

  /** Whether a fork is over since nobody who sees what it begins with came in time. */
  private boolean lacksBase(AuditedTrial trial, Event.TrialEnded fact) {
    Instant earliest = trial.waitedFrom(term.claim).plus(term.settings.checkpointWait());
    return fact.reason() instanceof Reason.BaseOutOfReach
        && fact.status() == TrialStatus.FAILED
        && trial.base.isPresent()
        && !term.time.isBefore(earliest);
  }

  private static boolean succeeded(Ending ending) {
    return switch (ending.outcome()) {
      case SUCCEEDED -> true;
      case FAILED_CODE, FAILED_OOM, DIVERGED, LOST_WORKER, NOT_BEGUN, HUNG -> false;
      case FAILED_INFRASTRUCTURE, TIMEOUT, CANCELLED, PREEMPTED, STOPPED -> false;
    };
  }

  /** A trial goes on after the end of its attempt, if it had one. */
  void goesOn(AuditedTrial trial, String what, Findings findings) {
    findings.require(
        trial.phase == Phase.WAITING
            || trial.ending.filter(ending -> goesOn(trial, ending)).isPresent(),
        Invariant.BUDGETS_KEPT,
        "%s %s after %s",
        trial.id,
        what,
        account(trial));
  }

  /** Whether a trial goes on after such an end. */
  private boolean goesOn(AuditedTrial trial, Ending ending) {
    return switch (ending.outcome()) {
      case FAILED_CODE, FAILED_OOM -> !isLast(trial, ending);
      case LOST_WORKER, FAILED_INFRASTRUCTURE, NOT_BEGUN, HUNG -> !isLast(trial, ending);
      case PREEMPTED -> true;
      case SUCCEEDED, DIVERGED, TIMEOUT, CANCELLED, STOPPED -> false;
    };
  }

  /** Whether a trial has failed by such an end. */
  private boolean isLast(AuditedTrial trial, Ending ending) {
    boolean fruitless = trial.fruitless >= term.settings.fruitlessAttempts();
    return switch (ending.outcome()) {
      case DIVERGED, TIMEOUT -> true;
      case FAILED_OOM ->
          trial.parts.mayShrink() ? !ending.smaller() : hasFailed(trial, ending, fruitless);
      case FAILED_CODE -> hasFailed(trial, ending, fruitless);
      case LOST_WORKER, FAILED_INFRASTRUCTURE, NOT_BEGUN, HUNG ->
          fruitless || trial.losses >= term.settings.infrastructureLosses();
      case SUCCEEDED, CANCELLED, PREEMPTED, STOPPED -> false;
    };
  }

  private boolean hasFailed(AuditedTrial trial, Ending ending, boolean fruitless) {
    return ending.hopeless() || fruitless || trial.codeFailures >= term.settings.codeFailures();
  }

  private String account(AuditedTrial trial) {
    return Text.of(
        "%s, failure %d of %d, loss %d of %d, %d of %d attempts in a row without an epoch",
        trial.ending.map(ending -> ending.outcome().name()).orElse("no attempt"),
        trial.codeFailures,
        term.settings.codeFailures(),
        trial.losses,
        term.settings.infrastructureLosses(),
        trial.fruitless,
        term.settings.fruitlessAttempts());
  }
}
