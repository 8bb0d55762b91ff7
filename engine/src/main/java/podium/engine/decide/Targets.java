package podium.engine.decide;

import java.util.List;
import java.util.Optional;
import podium.engine.state.Experiment;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;

/** Which trials a person means by a name. */
final class Targets {
  private Targets() {}

  /** A trial by id, else an experiment by id, else every experiment of that name. */
  static List<Trial> of(SchedulerState state, String target) {
    Optional<Trial> trial = TrialId.parse(target).flatMap(state::trial);
    if (trial.isPresent()) {
      return List.of(trial.get());
    }
    return experiments(state, target).stream()
        .flatMap(experiment -> experiment.trials().stream())
        .flatMap(id -> state.trial(id).stream())
        .toList();
  }

  /** An experiment by id, else every experiment of that name. */
  static List<Experiment> experiments(SchedulerState state, String target) {
    Optional<Experiment> byId = ExperimentId.parse(target).flatMap(state::experiment);
    return byId.isPresent()
        ? List.of(byId.get())
        : state.experiments().values().stream()
            .filter(experiment -> experiment.spec().experiment().equals(target))
            .toList();
  }

  /** What is said where a target means nothing. */
  static String nothingCalled(String target) {
    return "nothing is called " + target + "; give an experiment's id or name, or a trial's id";
  }
}
