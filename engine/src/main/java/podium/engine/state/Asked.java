package podium.engine.state;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Folds what people asked of what is there. Confined to its state's owner. */
final class Asked {
  private final SchedulerState state;
  private final Moves moves;

  Asked(SchedulerState state, Moves moves) {
    this.state = state;
    this.moves = moves;
  }

  void take(Event.CancelAccepted cancel) {
    state.requests.read(cancel.source());
    cancel.key().ifPresent(key -> own(key, new Action.Cancel(cancel.target())));
    cancel.trials().forEach(id -> state.trial(id).ifPresent(this::cancel));
  }

  void take(Event.RequestAccepted accepted) {
    state.requests.read(accepted.source());
    accepted.key().ifPresent(key -> own(key, accepted.action()));
    switch (accepted.action()) {
      case Action.Cancel ignored -> each(accepted, this::cancel);
      case Action.Pause pause ->
          each(
              accepted,
              trial -> pause(trial, pause.now() ? Trial.Pause.NOW : Trial.Pause.AFTER_EPOCH));
      case Action.Resume ignored -> each(accepted, this::resume);
      case Action.Retry retry -> retry(accepted.trials(), retry.fresh());
      // why: what is asked so is an experiment of its own, and has another fact
      case Action.Extend ignored -> {}
      case Action.Fork ignored -> {}
      case Action.Change change -> {
        accepted.experiments().forEach(id -> change(id, change));
        change.priority().ifPresent(priority -> each(accepted, trial -> change(trial, priority)));
      }
      case Action.ChangeOwner change -> {
        state.settings = state.given.give(change, state.settings);
        state.followSettings();
      }
      case Action.Drain drain ->
          drain(drain.target(), slots -> slots.add(drain.slot().orElse(WorkerState.WHOLE)));
      case Action.Undrain undrain ->
          drain(
              undrain.target(),
              slots -> undrain.slot().ifPresentOrElse(slots::remove, slots::clear));
      case Action.Release release -> {
        release
            .slot()
            .map(Set::of)
            .orElseGet(() -> Set.copyOf(state.resting(release.target())))
            .forEach(slot -> state.faults.clear(new FaultySlot.Name(release.target(), slot)));
        moves.rested(release.target());
      }
      case Action.Archive ignored -> archive(accepted, true);
      case Action.Unarchive ignored -> archive(accepted, false);
    }
  }

  private void own(String key, Action action) {
    state.keys.put(key, new KeyOwner.Acted(action));
  }

  private void each(Event.RequestAccepted accepted, Consumer<Trial> what) {
    accepted.trials().forEach(id -> state.trial(id).ifPresent(what));
  }

  private void cancel(Trial trial) {
    switch (trial.state()) {
      case QUEUED, PAUSED, HELD -> {
        moves.dequeue(trial);
        trial.stopping = Optional.of(new Stop(Stop.Why.CANCEL, state.time));
        moves.enqueue(trial);
      }
      case PLACED, RUNNING, STOPPING -> moves.stop(trial, Stop.Why.CANCEL);
      case ADRIFT -> {
        moves.stop(trial, Stop.Why.CANCEL);
        moves.forsake(trial, Outcome.CANCELLED);
      }
      case SETTLING -> trial.stopping = Optional.of(new Stop(Stop.Why.CANCEL, state.time));
      case SUCCEEDED, FAILED, CANCELLED, STOPPED -> {}
    }
    state.contests.look(trial);
  }

  private void pause(Trial trial, Trial.Pause how) {
    boolean waits = trial.state() == Trial.State.QUEUED;
    if (waits) {
      moves.dequeue(trial);
    }
    // why: of two wishes the more urgent one counts
    trial.pause =
        trial.pause.filter(before -> before.compareTo(how) > 0).or(() -> Optional.of(how));
    if (waits) {
      moves.enqueue(trial);
    }
    moves.makeWay(trial, false);
    state.contests.look(trial);
  }

  private void resume(Trial trial) {
    boolean waited = trial.status == TrialStatus.PAUSED;
    boolean waits = waited || trial.state() == Trial.State.QUEUED;
    if (waits) {
      moves.dequeue(trial);
    }
    trial.pause = Optional.empty();
    state.yielding.remove(trial);
    moves.makeWay(trial, false);
    if (waited) {
      moves.queued(trial);
    }
    if (waits) {
      moves.enqueue(trial);
    }
    state.contests.look(trial);
  }

  private void retry(List<TrialId> trials, boolean fresh) {
    // why: what a spec stands for is made once, however many of its trials are tried again
    Map<ExperimentId, List<Map<String, Object>>> assignments = new HashMap<>();
    for (TrialId id : trials) {
      state
          .trial(id)
          .map(
              trial ->
                  trial.experiment.spec().search().draws()
                      ? trial.entry.assignment()
                      : assignments
                          .computeIfAbsent(
                              trial.experiment.id(), it -> trial.experiment.spec().assignments())
                          .get(trial.number - 1))
          .flatMap(assignment -> state.trials.revive(id, assignment))
          .ifPresent(trial -> retry(trial, fresh));
    }
  }

  private void retry(Trial trial, boolean fresh) {
    Checkpoints left = state.trials.checkpoints(trial.id());
    trial.checkpoints = fresh ? left.fresh() : left;
    state.contests.reopened(trial);
    if (trial.status == TrialStatus.STOPPED) {
      // why: who tries it again wants it trained although others are better
      state.contests.pass(trial, Integer.MAX_VALUE);
    }
    moves.queued(trial);
    moves.enqueue(trial);
  }

  private void change(ExperimentId id, Action.Change change) {
    state.experiment(id).map(it -> it.with(change)).ifPresent(this::replace);
    if (change.epochSeconds().isPresent()) {
      state
          .experiment(id)
          .ifPresent(it -> it.trials().forEach(trial -> state.trials.open(trial, moves::limit)));
    }
  }

  private void archive(Event.RequestAccepted accepted, boolean on) {
    accepted
        .experiments()
        .forEach(id -> state.experiment(id).map(it -> it.archived(on)).ifPresent(this::replace));
  }

  /** It is now so for itself and its trials. */
  void replace(Experiment changed) {
    changed.trials().forEach(it -> state.trials.open(it, trial -> of(trial, changed)));
    state.replace(changed);
  }

  private static void of(Trial trial, Experiment changed) {
    trial.experiment = changed;
  }

  private void change(Trial trial, int priority) {
    boolean waits = trial.state() == Trial.State.QUEUED;
    // why: its place in the order must stand as long as it is in the queue
    if (waits) {
      moves.dequeue(trial);
    }
    trial.priority = priority;
    state.victims.refresh(trial);
    if (waits) {
      moves.enqueue(trial);
    }
  }

  private void drain(String worker, Consumer<Set<String>> change) {
    SortedSet<String> slots = new TreeSet<>(state.drained(worker));
    change.accept(slots);
    if (slots.isEmpty()) {
      state.drained.remove(worker);
    } else {
      state.drained.put(worker, slots);
    }
    state
        .worker(worker)
        .ifPresent(
            it -> {
              it.drained = slots;
              state.supply.refresh(it);
            });
  }
}
