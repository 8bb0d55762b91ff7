package podium.engine.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import podium.engine.audit.AuditedTrial.Phase;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.report.EpochResult;

/**
 * Whether trials are held, promoted and stopped as their experiment's rule says. Confined to its
 * auditor.
 */
final class StandingsBook {
  private final Map<ExperimentId, Standings> all = new HashMap<>();
  private final TrialsBook trials;
  private final DuesBook dues;

  StandingsBook(TrialsBook trials, DuesBook dues) {
    this.trials = trials;
    this.dues = dues;
  }

  void accept(Event.ExperimentAccepted accepted) {
    Stopping rule = accepted.spec().stopping();
    if (rule.rule() != Stopping.Rule.NONE) {
      all.put(accepted.experiment(), new Standings(rule, accepted.trials().size()));
    }
  }

  void finished(AuditedTrial trial, EpochResult result) {
    change(trial, it -> trial.told = it.finished(trial, result));
  }

  void ended(AuditedTrial trial, TrialStatus as) {
    change(trial, it -> it.ended(trial, as));
  }

  void revived(AuditedTrial trial, TrialStatus from) {
    change(trial, it -> it.revived(trial, from));
  }

  /** Something about a trial changed: it may be held, or held no more. */
  void look(AuditedTrial trial) {
    change(trial, it -> it.look(trial));
  }

  private void change(AuditedTrial trial, Consumer<Standings> change) {
    Optional.ofNullable(all.get(trial.id.experiment()))
        .ifPresent(
            its -> {
              change.accept(its);
              String due = "what becomes of those that are held of " + trial.id.experiment();
              dues.done(due);
              if (its.next().isPresent()) {
                dues.owe(due);
              }
            });
  }

  /** Gives the trial, if it goes on. */
  Optional<AuditedTrial> promoted(Event.TrialPromoted fact, Term term, Findings findings) {
    return Findings.step(
        trials.open(fact.trial(), findings),
        trial ->
            findings.fits(
                trial.phase == Phase.PAUSED
                    && trial.heldAt().filter(at -> at.epoch() == fact.rung()).isPresent(),
                Invariant.PROMOTED_IF_HELD,
                "%s is promoted at the rung of epoch %d, and is not held there",
                trial.id,
                fact.rung()),
        trial -> {
          findings.require(
              isNext(trial, fact.reason()),
              Invariant.PROMOTED_IF_HELD,
              "%s is promoted for the reason %s, which is not so",
              trial.id,
              fact.reason());
          trial.promoted(term.time);
          change(trial, it -> it.promoted(trial, fact.rung()));
        });
  }

  /** Whether that is what becomes of a held trial next. */
  boolean isNext(AuditedTrial trial, Reason reason) {
    return Optional.ofNullable(all.get(trial.id.experiment()))
        .flatMap(Standings::next)
        .filter(next -> next.getKey() == trial.id.number() && next.getValue().equals(reason))
        .isPresent();
  }
}
