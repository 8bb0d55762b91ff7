package podium.engine.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import podium.engine.audit.AuditedTrial.Phase;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/**
 * Whether what people ask of trials and workers is done, and only that. Confined to its auditor.
 */
final class Wishes {
  private final Term term;
  private final TrialsBook trials;
  private final WorkersBook workers;
  private final HoldingsBook holds;
  private final StandingsBook standings;
  private final FaultsBook faults;

  Wishes(
      Term term,
      TrialsBook trials,
      WorkersBook workers,
      HoldingsBook holds,
      StandingsBook standings,
      FaultsBook faults) {
    this.faults = faults;
    this.term = term;
    this.trials = trials;
    this.workers = workers;
    this.holds = holds;
    this.standings = standings;
  }

  /** Gives the trials of which something is asked. */
  List<AuditedTrial> take(Event.RequestAccepted fact, Findings findings) {
    return switch (fact.action()) {
      case Action.Cancel ignored -> open(fact, findings, holds::cancel);
      case Action.Pause pause -> open(fact, findings, trial -> trial.pause(pause.now()));
      case Action.Resume ignored -> open(fact, findings, trial -> resume(trial, findings));
      case Action.Retry retry -> retry(fact, retry, findings);
      case Action.Extend ignored -> List.of();
      case Action.Fork ignored -> List.of();
      case Action.Change change -> {
        change
            .slots()
            .ifPresent(slots -> fact.experiments().forEach(id -> trials.limit(id, slots)));
        change.priority().ifPresent(priority -> trials.prioritize(fact, priority));
        yield List.of();
      }
      case Action.ChangeOwner change -> {
        term.give(change);
        yield List.of();
      }
      case Action.Drain drain -> {
        workers.drain(drain.target(), drain.slot());
        yield List.of();
      }
      case Action.Undrain undrain -> {
        workers.undrain(undrain.target(), undrain.slot());
        yield List.of();
      }
      case Action.Release release -> {
        faults.release(release.target(), release.slot());
        yield List.of();
      }
      case Action.Archive ignored -> {
        fact.experiments().forEach(id -> archive(id, findings));
        yield List.of();
      }
      case Action.Unarchive ignored -> {
        fact.experiments().forEach(trials::unarchive);
        yield List.of();
      }
    };
  }

  private void archive(ExperimentId experiment, Findings findings) {
    List<TrialId> busy = trials.archive(experiment);
    findings.require(
        busy.isEmpty(),
        Invariant.ARCHIVED_IS_QUIET,
        "%s is archived, and of its trials these wait or train: %s",
        experiment,
        busy);
  }

  private void notArchived(TrialId trial, String what, Findings findings) {
    findings.require(
        !trials.isArchived(trial),
        Invariant.ARCHIVED_IS_QUIET,
        "%s is %s, and its experiment is archived",
        trial,
        what);
  }

  private List<AuditedTrial> open(
      Event.RequestAccepted fact, Findings findings, Consumer<AuditedTrial> what) {
    List<AuditedTrial> all =
        fact.trials().stream().flatMap(id -> trials.open(id, findings).stream()).toList();
    all.forEach(what);
    return all;
  }

  private void resume(AuditedTrial trial, Findings findings) {
    findings.require(
        trial.pause.isPresent(),
        Invariant.PAUSED_AS_ASKED,
        "%s is resumed, and nobody paused it",
        trial.id);
    notArchived(trial.id, "resumed", findings);
    trial.resume(term.time);
  }

  private List<AuditedTrial> retry(
      Event.RequestAccepted fact, Action.Retry retry, Findings findings) {
    List<AuditedTrial> revived = new ArrayList<>();
    for (var id : fact.trials()) {
      notArchived(id, "tried again", findings);
      trials
          .awaiting(id)
          .ifPresent(
              fork ->
                  findings.breaks(
                      Invariant.BASES_STAY,
                      "%s is tried again, and %s waits for its checkpoint",
                      id,
                      fork));
      trials
          .known(id, findings)
          .filter(
              trial ->
                  findings.fits(
                      trial.ended.filter(it -> it != TrialStatus.SUCCEEDED).isPresent(),
                      Invariant.RETRIED_IF_ENDED,
                      "%s is tried again, and is %s",
                      id,
                      trial.ended.map(TrialStatus::name).orElse(trial.phase.name())))
          .ifPresent(
              trial -> {
                TrialStatus from = trial.ended.orElseThrow();
                trial.revive(retry.fresh(), term.time);
                trial.priority = trials.priority(id.experiment());
                standings.revived(trial, from);
                revived.add(trial);
              });
    }
    return revived;
  }

  /** Gives the trial, if it waits for people now. */
  Optional<AuditedTrial> paused(Event.TrialPaused fact, Endings endings, Findings findings) {
    return Findings.step(
        trials.open(fact.trial(), findings),
        trial ->
            findings.fits(
                trial.phase == Phase.SETTLING || trial.phase == Phase.WAITING,
                Invariant.NOTHING_BY_OTHERS,
                "%s is paused, and is %s",
                trial.id,
                trial.phase),
        trial -> {
          findings.require(
              (trial.pause.isPresent() || trial.toHold().isPresent()) && !trial.cancelled(),
              Invariant.PAUSED_AS_ASKED,
              "%s is paused, and nobody asked for it",
              trial.id);
          findings.require(
              trial.toHold().isPresent()
                  ? trial.told.filter(fact.reason()::equals).isPresent()
                  : !(fact.reason() instanceof Reason.AtRung),
              Invariant.HELD_AT_A_RUNG,
              "%s waits for the reason %s, and its rule says %s",
              trial.id,
              fact.reason(),
              trial.told.map(Reason::told).orElse("nothing"));
          endings.goesOn(trial, "is paused", findings);
          trial.paused();
        });
  }
}
