package podium.engine.decide;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import podium.engine.state.Experiment;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.Text;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Spelling;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.request.Action;

/** What becomes of requests about what is there. Pure; changes nothing. */
final class Acting {
  private final SchedulerState state;
  private final Command.TakeRequest command;
  private final Optional<String> key;
  private final Action action;

  private Acting(
      SchedulerState state, Command.TakeRequest command, Optional<String> key, Action action) {
    this.state = state;
    this.command = command;
    this.key = key;
    this.action = action;
  }

  /** The fact that such a request leaves. */
  static Event on(
      SchedulerState state, Command.TakeRequest command, Optional<String> key, Action action) {
    return new Acting(state, command, key, action).fact();
  }

  private Event fact() {
    return switch (action) {
      case Action.Cancel ignored ->
          ofTrials(
              trial -> !trial.status().ended() && !trial.cancelled(),
              "has nothing left to cancel: it ended or is being cancelled");
      case Action.Pause pause ->
          ofTrials(
              trial -> isOpen(trial) && !trial.paused(pause.now()),
              "has nothing to pause: it ended, is paused or is being cancelled");
      case Action.Resume ignored ->
          ofTrials(
              trial -> isOpen(trial) && trial.paused(),
              "has nothing to resume: nothing of it is paused");
      case Action.Retry ignored ->
          ofTrials(
              trial -> trial.status().ended() && trial.status() != TrialStatus.SUCCEEDED,
              "has nothing to retry: none of its trials has failed, was cancelled or stopped");
      case Action.Change change -> change(change);
      case Action.Drain drain -> drain(drain.slot(), true);
      case Action.Undrain undrain -> drain(undrain.slot(), false);
    };
  }

  private static boolean isOpen(Trial trial) {
    return !trial.status().ended() && !trial.cancelled();
  }

  private Event ofTrials(Predicate<Trial> which, String otherwise) {
    List<Trial> meant = Targets.of(state, action.target());
    if (meant.isEmpty()) {
      return nothingCalledSo();
    }
    List<Trial> fit = meant.stream().filter(which).toList();
    if (fit.isEmpty()) {
      return rejected(action.target() + " " + otherwise);
    }
    Optional<String> full =
        action instanceof Action.Resume || action instanceof Action.Retry
            ? Admission.tooMany(state, fit.size())
            : Optional.empty();
    return full.map(this::rejected).orElseGet(() -> accepted(List.of(), fit));
  }

  private Event change(Action.Change change) {
    List<Trial> meant = Targets.of(state, change.target());
    if (meant.isEmpty()) {
      return nothingCalledSo();
    }
    List<ExperimentId> experiments =
        Targets.experiments(state, change.target()).stream().map(Experiment::id).toList();
    List<Trial> open =
        change.priority().isPresent() ? meant.stream().filter(Acting::isOpen).toList() : List.of();
    return open.isEmpty() && change.tags().isEmpty() && change.slots().isEmpty()
        ? rejected(change.target() + " has nothing left whose priority matters: it has ended")
        : accepted(experiments, open);
  }

  private Event drain(Optional<String> slot, boolean on) {
    String name = action.target();
    Optional<WorkerState> worker = state.worker(name);
    boolean drained = state.isDrained(name, slot);
    if (worker.isEmpty() && !drained) {
      Collection<String> known = state.workers().stream().map(WorkerState::name).toList();
      return rejected(
          Text.of("no worker is called %s%s", name, Spelling.hint(name, known, "known here: ")));
    }
    Optional<String> none =
        slot.filter(it -> !drained && worker.filter(at -> at.slots().containsKey(it)).isEmpty());
    if (none.isPresent()) {
      return rejected(
          Text.of(
              "worker %s has no slot %s; it has %s",
              name,
              none.get(),
              String.join(", ", worker.map(it -> it.slots().keySet()).orElseThrow())));
    }
    String what = slot.map(it -> "slot " + it + " of " + name).orElse("worker " + name);
    return drained == on
        ? rejected(what + (on ? " is drained already" : " is not drained"))
        : accepted(List.of(), List.of());
  }

  private Event nothingCalledSo() {
    return rejected(
        "nothing is called "
            + action.target()
            + "; give an experiment's id or name, or a trial's id");
  }

  private Event accepted(List<ExperimentId> experiments, List<Trial> trials) {
    List<TrialId> ids = trials.stream().map(Trial::id).toList();
    return action instanceof Action.Cancel
        ? new Event.CancelAccepted(command.source(), key, action.target(), ids)
        : new Event.RequestAccepted(command.source(), key, action, experiments, ids);
  }

  private Event rejected(String reason) {
    return Decider.rejected(command, List.of(reason));
  }
}
