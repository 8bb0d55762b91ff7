package podium.engine.audit;

import java.util.Optional;
import podium.engine.audit.AuditedTrial.Ending;
import podium.engine.audit.AuditedTrial.Phase;
import podium.protocol.event.Event;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;

/** Whether attempts report, and end, as they may. Confined to its auditor. */
final class Reports {
  private final WorkersBook workers;
  private final TrialsBook trials;

  Reports(WorkersBook workers, TrialsBook trials) {
    this.workers = workers;
    this.trials = trials;
  }

  void started(Event.TrialStarted fact, Findings findings) {
    reporting(fact.trial(), fact.attempt(), fact.sequence(), findings)
        .filter(
            trial ->
                findings.fits(
                    !trial.started(),
                    Invariant.EPOCHS_FOLLOW,
                    "attempt %d of %s begins twice",
                    trial.attempt,
                    trial.id))
        .ifPresent(
            trial -> {
              trial.sequence = fact.sequence();
              trial.epoch = fact.start().resumedFromEpoch();
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

  void epoch(Event.EpochCompleted fact, Findings findings) {
    EpochResult result = fact.result();
    reporting(fact.trial(), fact.attempt(), fact.sequence(), findings)
        .filter(
            trial ->
                findings.fits(
                    trial.started() && result.epoch() == trial.epoch + 1,
                    Invariant.EPOCHS_FOLLOW,
                    "epoch %d in attempt %d of %s, which %s",
                    result.epoch(),
                    trial.attempt,
                    trial.id,
                    trial.started() ? "had come to epoch " + trial.epoch : "has not begun"))
        .ifPresent(
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
              trial.fruitful = true;
              trial.keep(result.checkpoint());
            });
  }

  /** Gives the trial, if its attempt ended. */
  Optional<AuditedTrial> ended(Event.AttemptEnded fact, Findings findings) {
    boolean reported = fact.sequence() > 0;
    Optional<AuditedTrial> ended =
        reported
            ? reporting(fact.trial(), fact.attempt(), fact.sequence(), findings)
            : placed(fact.trial(), fact.attempt(), findings);
    ended.ifPresent(
        trial -> {
          findings.require(
              reported || mayEndUnreported(trial, fact.outcome()),
              Invariant.ENDED_BY_WHO_KNOWS,
              "attempt %d of %s ends as %s without a report, and its worker is there",
              trial.attempt,
              trial.id,
              fact.outcome());
          trial.sequence = Math.max(trial.sequence, fact.sequence());
          count(trial, fact.outcome());
          leave(trial, fact.outcome());
          trials.over(trial);
          trial.phase = Phase.SETTLING;
          trial.ending = Optional.of(new Ending(fact.outcome(), fact.hopeless()));
        });
    return ended;
  }

  private static boolean mayEndUnreported(AuditedTrial trial, Outcome outcome) {
    return switch (outcome) {
      case LOST_WORKER, PREEMPTED -> trial.adrift;
      case SUCCEEDED, FAILED_CODE, FAILED_OOM, DIVERGED, FAILED_INFRASTRUCTURE -> false;
      case TIMEOUT, CANCELLED -> true;
    };
  }

  private static void count(AuditedTrial trial, Outcome outcome) {
    switch (outcome) {
      case LOST_WORKER, FAILED_INFRASTRUCTURE -> {
        trial.losses++;
        trial.fruitless = trial.fruitful ? 0 : trial.fruitless + 1;
      }
      case FAILED_CODE, FAILED_OOM -> {
        trial.codeFailures++;
        trial.fruitless = trial.fruitful ? 0 : trial.fruitless + 1;
      }
      case SUCCEEDED, DIVERGED, TIMEOUT, CANCELLED, PREEMPTED -> {}
    }
  }

  private void leave(AuditedTrial trial, Outcome outcome) {
    trial.place.ifPresent(
        place ->
            workers
                .of(place.worker(), place.incarnation())
                .ifPresent(
                    worker -> {
                      worker.free(place.slot(), trial.id);
                      worker.leaves |= outcome == Outcome.PREEMPTED;
                    }));
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

  private Optional<AuditedTrial> placed(String id, int attempt, Findings findings) {
    return trials
        .open(id, findings)
        .filter(
            trial ->
                findings.fits(
                    trial.phase == Phase.PLACED && trial.attempt == attempt,
                    Invariant.NOTHING_BY_OTHERS,
                    "a fact of attempt %d of %s, which is %s with attempt %d",
                    attempt,
                    id,
                    trial.phase,
                    trial.attempt));
  }

  private Optional<AuditedTrial> reporting(
      String id, int attempt, long sequence, Findings findings) {
    return placed(id, attempt, findings)
        .filter(
            trial ->
                findings.fits(
                    sequence == trial.sequence + 1,
                    Invariant.SEQUENCES_DENSE,
                    "report %d of attempt %d of %s after report %d",
                    sequence,
                    attempt,
                    id,
                    trial.sequence));
  }
}
