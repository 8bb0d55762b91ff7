package podium.engine.state;

import java.util.Optional;
import java.util.TreeSet;
import podium.engine.state.Memory.Lived;
import podium.engine.state.Memory.OfExperiment;
import podium.engine.state.Memory.OfTrial;
import podium.engine.state.Memory.OfWorker;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;

/** Makes a state of what is remembered of one: the second way, beside folding its log. */
final class Restore {
  private final Memory memory;
  private final SchedulerState state = new SchedulerState();

  private Restore(Memory memory) {
    this.memory = memory;
  }

  static SchedulerState of(Memory memory) {
    return new Restore(memory).all();
  }

  private SchedulerState all() {
    state.log = memory.log();
    state.settings = memory.settings();
    state.scheduler = memory.scheduler();
    state.stoodDown = memory.stoodDown();
    memory.snapshots().reversed().forEach(state.snapshots::add);
    state.time = memory.time();
    state.termSince = memory.termSince();
    state.refused = memory.refused();
    state.requests.topic = memory.requests().topic();
    state.requests.next.putAll(memory.requests().next());
    state.requests.untold.addAll(memory.requests().untold());
    state.replaced.putAll(memory.replaced());
    state.epochTimes.restore(memory.epochTimes());
    state.setUpTimes.restore(memory.setUpTimes());
    state.calibration.restore(memory.forecasts(), memory.expected());
    state.usage.restore(memory.usage());
    state.given.restore(memory.given());
    state.faults.restore(memory.faults(), memory.settings().quarantine());
    state.tooLarge.restore(memory.tooLarge());
    memory.holders().forEach(state.trials.holders()::number);
    memory.drained().forEach((worker, slots) -> state.drained.put(worker, new TreeSet<>(slots)));
    // why: who waits looks for slots
    memory.workers().forEach(this::worker);
    memory.experiments().forEach(this::experiment);
    state.followSettings();
    memory.acted().forEach((key, action) -> state.keys.put(key, new KeyOwner.Acted(action)));
    memory
        .reservation()
        .ifPresent(
            it ->
                new Moves(state)
                    .reserve(
                        new Reservation(
                            state.trial(it.trial()).orElseThrow(), it.slots(), it.until())));
    memory
        .submitted()
        .forEach(
            (key, id) ->
                state.keys.put(
                    key,
                    KeyOwner.of(
                        state.experiment(id).orElseThrow(),
                        Optional.ofNullable(memory.acted().get(key)))));
    return state;
  }

  private void worker(OfWorker known) {
    Catalog catalog = memory.catalogs().get(known.catalog());
    WorkerState worker =
        new WorkerState(known.registration(), state.supply.offer(catalog), known.since());
    worker.liveness = known.liveness();
    worker.aliveSince = known.aliveSince();
    worker.leaving = known.leaving();
    worker.drained = state.drained(worker.name());
    worker.resting = state.resting(worker.name());
    worker.taken = state.faults.taken(worker.name());
    known.slots().forEach(slot -> worker.slots.put(slot.slot(), slot.state()));
    state.workers.put(worker.name(), worker);
    state.gpus.change(Optional.empty(), Optional.of(worker));
    state.supply.add(worker, Optional.empty());
  }

  private void experiment(OfExperiment known) {
    Experiment experiment =
        new Experiment(
            known.id(),
            state.experiments.size(),
            known.spec(),
            known.size(),
            known.priority(),
            known.limits(),
            known.archived());
    state.experiments.put(known.id(), experiment);
    state.searching(experiment);
    state.experimentsByName.merge(known.spec().experiment(), 1, Integer::sum);
    known.ended().ifPresent(it -> state.trials.ended(experiment).restore(it));
    state.trials.endedOf(experiment).ifPresent(it -> it.all().forEach(state.statuses::add));
    boolean succeeded =
        state.trials.endedOf(experiment).stream()
            .flatMap(EndedTrials::all)
            .anyMatch(trial -> trial.status == TrialStatus.SUCCEEDED);
    state
        .contests
        .add(experiment, known.open().size())
        .ifPresent(contest -> contest.restore(known.courses(), succeeded));
    known.open().forEach(trial -> trial(experiment, trial));
  }

  private void trial(Experiment experiment, OfTrial known) {
    Lived lived = Memory.livedOf(known);
    Trial trial =
        new Trial(
            new TrialEntry(experiment.id().trial(known.number()), known.assignment()),
            experiment,
            known.number(),
            known.status(),
            lived.attempt(),
            lived.sequences().restored(),
            lived.score());
    trial.priority = known.priority();
    trial.stopping = known.stopping();
    trial.pause = known.pause();
    trial.told = known.told();
    trial.codeFailures = lived.codeFailures();
    trial.losses = lived.losses();
    trial.fruitless = lived.fruitless();
    trial.fruitful = lived.fruitful();
    trial.holder = lived.holder();
    trial.slots = lived.slots();
    trial.microBatch = lived.microBatch();
    trial.shrinks = lived.shrinks();
    trial.placedAt = lived.placedAt();
    trial.slotMillis = lived.slotMillis();
    trial.preemption = lived.preemption();
    trial.preempted = lived.preempted();
    state.shares.add(experiment, trial.slots);
    trial.adriftSince = lived.adriftSince();
    trial.forsakenAs = lived.forsakenAs();
    trial.lastEpoch = lived.lastEpoch();
    trial.epochSince = lived.epochSince();
    trial.device = lived.device();
    trial.unsettled = lived.unsettled();
    trial.checkpoints = lived.checkpoints();
    trial.home = lived.home();
    trial.queuedAt = lived.queuedAt();
    trial.notBefore = lived.notBefore();
    state.trials.add(trial);
    state.statuses.add(trial);
    index(trial, lived);
  }

  /** Where those look for it who ask what is to be done. */
  private void index(Trial trial, Lived lived) {
    Moves moves = new Moves(state);
    boolean cancelledPause = trial.status == TrialStatus.PAUSED && trial.stopping.isPresent();
    if (trial.status == TrialStatus.QUEUED || cancelledPause) {
      moves.enqueue(trial);
    }
    if (trial.unsettled.isPresent()) {
      state.unsettled.add(trial);
    }
    trial.holder.ifPresent(
        holder ->
            state
                .held
                .computeIfAbsent(holder.worker(), name -> new TreeSet<>(Trial.BY_ACCEPTANCE))
                .add(trial));
    if (trial.adriftSince.isPresent()) {
      state.adrift.add(trial);
    }
    trial.preemption.ifPresent(it -> moves.preempt(trial, it));
    if (trial.stopping.isPresent()) {
      state.preempted.remove(trial);
    }
    state.victims.refresh(trial);
    if (lived.yields()) {
      state.yielding.add(trial);
    }
    if (lived.returned()) {
      state.returned.add(trial);
    }
    if (trial.forsakenAs.isPresent()) {
      state.forsaken.add(trial);
    }
    if (trial.holder.isPresent()) {
      trial.stopping.ifPresent(stop -> state.stopping.put(trial, stop.since()));
    }
    state.limited.put(trial, trial.epochEnds());
    state.contests.look(trial);
  }
}
