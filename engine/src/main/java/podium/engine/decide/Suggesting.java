package podium.engine.decide;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import podium.engine.state.Experiment;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.protocol.event.Event;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Tpe;

/**
 * Which trial a search that learns has next: once its last one got a slot, so that one waits for
 * the next slot that is free. Pure.
 */
final class Suggesting {
  private Suggesting() {}

  /** The next trial of the first search that is to have one. */
  static Optional<Event> next(SchedulerState state) {
    return state
        .searching()
        .filter(experiment -> isDue(state, experiment))
        .flatMap(experiment -> suggestion(state, experiment).stream())
        .findFirst();
  }

  private static boolean isDue(SchedulerState state, Experiment experiment) {
    Trial last = trial(state, experiment, experiment.size());
    return last.attempt() > 0
        && last.status() != TrialStatus.CANCELLED
        && !last.cancelled()
        // why: who pauses an experiment wants nothing more of it for now
        && experiment.trials().stream()
            .flatMap(id -> state.trial(id).stream())
            .noneMatch(trial -> !trial.status().ended() && trial.paused());
  }

  private static Optional<Event> suggestion(SchedulerState state, Experiment experiment) {
    List<Tpe.Tried> tried =
        experiment.trials().stream()
            .flatMap(id -> state.trial(id).stream())
            .map(trial -> new Tpe.Tried(trial.assignment(), score(trial)))
            .toList();
    int number = experiment.size() + 1;
    return Tpe.next(experiment.spec(), number, tried)
        .map(point -> new TrialEntry(experiment.id().trial(number), point))
        .map(entry -> new Event.TrialSuggested(experiment.id(), entry));
  }

  /** What a trial came to; one that still trains may come to more. */
  private static OptionalDouble score(Trial trial) {
    return trial.status().ended()
        ? trial.score().map(OptionalDouble::of).orElse(OptionalDouble.empty())
        : OptionalDouble.empty();
  }

  private static Trial trial(SchedulerState state, Experiment experiment, int number) {
    return state.trial(experiment.id().trial(number)).orElseThrow();
  }
}
