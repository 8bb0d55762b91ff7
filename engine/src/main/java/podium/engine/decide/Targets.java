package podium.engine.decide;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.engine.state.Experiment;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;

/** Which trials a person means by a name. */
final class Targets {
  private Targets() {}

  /** A trial by id, else an experiment by id, else every experiment of that name. */
  static List<Trial> of(SchedulerState state, String target) {
    Optional<Trial> trial = state.trial(target);
    if (trial.isPresent()) {
      return List.of(trial.get());
    }
    Experiment byId = state.experiments().get(target);
    Stream<Experiment> meant =
        byId != null
            ? Stream.of(byId)
            : state.experiments().values().stream()
                .filter(experiment -> experiment.spec().experiment().equals(target));
    return meant
        .flatMap(experiment -> experiment.trials().stream())
        .flatMap(id -> state.trial(id).stream())
        .toList();
  }
}
