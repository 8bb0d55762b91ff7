package podium.engine.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import podium.protocol.event.Event;
import podium.protocol.event.Forecast;
import podium.protocol.experiment.Stopping;

/** What experiments are expected to take, as far as that can be judged. Confined to its auditor. */
final class ForecastsBook {
  private final Term term;

  /** Models of which an epoch counted. */
  private final Set<String> seen = new HashSet<>();

  ForecastsBook(Term term) {
    this.term = term;
  }

  /** An epoch of the trial counted. */
  void epoch(AuditedTrial trial) {
    seen.add(trial.needs.model());
  }

  /** An experiment is accepted with these trials. */
  void accept(Event.ExperimentAccepted accepted, List<AuditedTrial> trials, Findings findings) {
    accepted.forecast().ifPresent(it -> judge(accepted, it, trials, findings));
  }

  private void judge(
      Event.ExperimentAccepted accepted,
      Forecast forecast,
      List<AuditedTrial> trials,
      Findings findings) {
    findings.require(
        !forecast.earliest().isBefore(term.time),
        Invariant.EXPECTED_OF_WHAT_WAS_SEEN,
        "%s is expected to be over at %s, before it is accepted",
        accepted.experiment(),
        forecast.earliest());
    Optional<String> never =
        trials.stream()
            .map(trial -> trial.needs.model())
            .filter(model -> !seen.contains(model))
            .findFirst();
    findings.require(
        never.isEmpty(),
        Invariant.EXPECTED_OF_WHAT_WAS_SEEN,
        "of %s it is said when it will be over, and no epoch of %s was seen",
        accepted.experiment(),
        never.orElse(""));
    findings.require(
        accepted.spec().stopping().rule() == Stopping.Rule.NONE,
        Invariant.EXPECTED_OF_WHAT_WAS_SEEN,
        "of %s it is said when it will be over, and its trials may be stopped early",
        accepted.experiment());
  }
}
