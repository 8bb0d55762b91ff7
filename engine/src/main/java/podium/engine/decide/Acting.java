package podium.engine.decide;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import podium.engine.state.Experiment;
import podium.engine.state.SchedulerState;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.Text;
import podium.protocol.event.Event;
import podium.protocol.event.ForkedFrom;
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
  private final Instant now;

  private Acting(
      SchedulerState state,
      Command.TakeRequest command,
      Optional<String> key,
      Action action,
      Instant now) {
    this.state = state;
    this.command = command;
    this.key = key;
    this.action = action;
    this.now = now;
  }

  /** The fact that such a request leaves. */
  static Event on(
      SchedulerState state,
      Command.TakeRequest command,
      Optional<String> key,
      Action action,
      Instant now) {
    return new Acting(state, command, key, action, now).fact();
  }

  private Event fact() {
    return switch (action) {
      case Action.Cancel ignored ->
          ofTrials(
              // why: what follows from it could train what no list shows
              trial -> isOpen(trial) && !isArchived(trial),
              "has nothing left to cancel: it ended, is being cancelled or is archived");
      case Action.Pause pause ->
          ofTrials(
              trial -> isOpen(trial) && !trial.paused(pause.now()),
              "has nothing to pause: it ended, is paused or is being cancelled");
      case Action.Resume ignored ->
          ofTrials(
              trial -> isOpen(trial) && trial.paused(),
              "has nothing to resume: nothing of it is paused");
      case Action.Retry ignored -> retry();
      case Action.Extend ignored -> Forking.on(state, command, key, action, now);
      case Action.Fork ignored -> Forking.on(state, command, key, action, now);
      case Action.Change change -> change(change);
      case Action.ChangeOwner change -> changeOwner(change.target());
      case Action.Drain drain -> drain(drain.slot(), true);
      case Action.Undrain undrain -> drain(undrain.slot(), false);
      case Action.Release release ->
          Releasing.against(state, release)
              .map(this::rejected)
              .orElseGet(() -> accepted(List.of(), List.of()));
      case Action.Archive ignored -> archive(true);
      case Action.Unarchive ignored -> archive(false);
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
    return action instanceof Action.Resume || action instanceof Action.Retry
        ? again(fit)
        : accepted(List.of(), fit);
  }

  private Event retry() {
    Set<TrialId> awaited = state.awaited();
    return ofTrials(
        // why: who trains on writes over what others are to begin with
        trial ->
            trial.status().ended()
                && trial.status() != TrialStatus.SUCCEEDED
                && !awaited.contains(trial.id())
                && keepsItsBase(trial),
        "has nothing to retry: none of its trials has failed, was cancelled or stopped"
            + (awaited.isEmpty() ? "" : ", or forks of them have not begun yet"));
  }

  /** With which other trial's checkpoint it begins when it is tried again. */
  private Optional<ForkedFrom> base(Trial trial) {
    return action instanceof Action.Retry retry
        ? state.beginsWith(trial.id(), retry.fresh())
        : Optional.empty();
  }

  private boolean keepsItsBase(Trial trial) {
    return base(trial).stream().allMatch(base -> state.forks(base.trial()).contains(base));
  }

  /**
   * What takes slots again: only what people see in their lists, and nobody with whose checkpoint
   * another of them is to begin.
   */
  private Event again(List<Trial> all) {
    Set<TrialId> bases =
        all.stream()
            .flatMap(trial -> base(trial).stream())
            .map(ForkedFrom::trial)
            .collect(Collectors.toSet());
    List<Trial> fit =
        all.stream().filter(trial -> !isArchived(trial) && !bases.contains(trial.id())).toList();
    if (fit.isEmpty()) {
      return rejected(
          Text.of("%s is archived; unarchive it first", all.getFirst().id().experiment()));
    }
    Optional<String> full = Admission.tooMany(state, fit.size());
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
    return open.isEmpty() && change.tags().isEmpty() && !change.hasLimits()
        ? rejected(change.target() + " has nothing left whose priority matters: it has ended")
        : accepted(experiments, open);
  }

  private Event changeOwner(String owner) {
    Set<String> known = new TreeSet<>(state.settings().owners().keySet());
    state.experiments().values().forEach(experiment -> known.add(experiment.owner()));
    known.remove("");
    return known.contains(owner)
        ? accepted(List.of(), List.of())
        : rejected(
            Text.of(
                "no experiment is of %s, and no settings name it%s",
                owner, Spelling.hint(owner, known, "known here: ")));
  }

  private boolean isArchived(Trial trial) {
    return state.experiment(trial.id().experiment()).filter(Experiment::archived).isPresent();
  }

  private Event archive(boolean on) {
    List<Experiment> meant = Targets.experiments(state, action.target());
    if (meant.isEmpty()) {
      return rejected(
          "no experiment is called " + action.target() + "; give an experiment's id or name");
    }
    List<Experiment> fit = meant.stream().filter(it -> it.archived() != on).toList();
    if (fit.isEmpty()) {
      return rejected(action.target() + (on ? " is archived already" : " is not archived"));
    }
    return fit.stream()
        .filter(it -> on)
        .flatMap(it -> unquiet(it).stream())
        .findFirst()
        .map(this::rejected)
        .orElseGet(() -> accepted(fit.stream().map(Experiment::id).toList(), List.of()));
  }

  /** Why the experiment cannot be put aside yet. */
  private Optional<String> unquiet(Experiment experiment) {
    long busy =
        experiment.trials().stream()
            .flatMap(id -> state.trial(id).stream())
            .filter(trial -> !trial.status().ended() && trial.status() != TrialStatus.PAUSED)
            .count();
    return busy == 0
        ? Optional.empty()
        : Optional.of(
            Text.of(
                "%s has %d trials that wait or train; cancel or pause it, or wait for its end",
                experiment.id(), busy));
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
    return rejected(Targets.nothingCalled(action.target()));
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
