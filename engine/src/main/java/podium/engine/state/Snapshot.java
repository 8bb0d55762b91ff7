package podium.engine.state;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** A state in canonical, comparable form. */
public record Snapshot(
    String log,
    DecisionSettings settings,
    NodeAddress scheduler,
    boolean stoodDown,
    List<Event.SnapshotTaken> snapshots,
    Instant time,
    Instant termSince,
    String requestsTopic,
    SortedMap<Integer, Long> nextRequests,
    List<Event.RequestsLost> untold,
    SortedMap<String, String> keys,
    SortedMap<String, List<String>> drained,
    SortedMap<ExperimentId, Experiment> experiments,
    SortedMap<String, Integer> experimentsByName,
    SortedMap<TrialId, OneTrial> trials,
    SortedMap<TrialId, Checkpoints> left,
    SortedMap<String, OneWorker> workers,
    SortedMap<String, String> replaced,
    Map<String, List<Long>> epochTimes,
    Map<String, List<Long>> setUpTimes,
    Calibration.Tally forecasts,
    List<Calibration.Expected> expected,
    Map<String, Usage.Had> usage,
    Map<String, GivenShares.Given> given,
    List<FaultySlot> faults,
    List<FaultySlot.Name> suspects,
    List<TooLarge.Known> tooLarge,
    Map<ExperimentId, Integer> slotsOfExperiments,
    Map<String, Integer> slotsOfOwners,
    SortedMap<ExperimentId, String> contests,
    SortedMap<String, List<TrialId>> sets,
    Optional<Memory.OfReservation> reservation,
    long refused,
    List<TrialId> queue) {

  /** A trial in canonical form. */
  public record OneTrial(
      String status,
      Map<String, Object> drawn,
      Optional<Double> score,
      int priority,
      int attempt,
      int codeFailures,
      int losses,
      int fruitless,
      Optional<Stop> stopping,
      Optional<Trial.Pause> pause,
      Optional<Reason> told,
      Optional<Instant> adriftSince,
      Optional<Outcome> forsakenAs,
      Optional<Trial.Ending> unsettled,
      boolean fruitful,
      int lastEpoch,
      Instant epochSince,
      String device,
      Optional<Holder> holder,
      int slots,
      Optional<Integer> microBatch,
      boolean shrinks,
      Instant placedAt,
      long slotMillis,
      Optional<Preemption> preemption,
      int preempted,
      List<Sequences.Reported> sequences,
      Map<Sequences.Stranger, Long> fenced,
      Checkpoints checkpoints,
      String home,
      Instant queuedAt,
      Instant notBefore) {}

  /** A worker in canonical form. */
  public record OneWorker(
      String incarnation,
      String home,
      String liveness,
      Instant since,
      Instant aliveSince,
      boolean leaving,
      List<String> drained,
      List<String> resting,
      Set<String> reserved,
      Map<String, SlotState> slots) {}

  static Snapshot of(SchedulerState state) {
    SortedMap<TrialId, OneTrial> trials = new TreeMap<>();
    state.trials.all().forEach(trial -> trials.put(trial.id(), of(trial)));
    SortedMap<TrialId, Checkpoints> left = new TreeMap<>();
    trials.keySet().stream()
        .filter(id -> !state.trials.left(id).equals(Checkpoints.NONE))
        .forEach(id -> left.put(id, state.trials.left(id)));
    SortedMap<String, String> keys = new TreeMap<>();
    state.keys.forEach((key, owner) -> keys.put(key, owner.told()));
    SortedMap<String, List<String>> drained = new TreeMap<>();
    state.drained.forEach((worker, slots) -> drained.put(worker, List.copyOf(slots)));
    SortedMap<String, OneWorker> workers = new TreeMap<>();
    state.workers.forEach(
        (id, worker) ->
            workers.put(
                id,
                new OneWorker(
                    worker.registration.incarnation(),
                    worker.registration.checkpointHome(),
                    worker.liveness.name(),
                    worker.since,
                    worker.aliveSince,
                    worker.leaving,
                    List.copyOf(worker.drained),
                    List.copyOf(worker.resting),
                    worker.reserved,
                    Map.copyOf(worker.slots))));
    return new Snapshot(
        state.log,
        state.settings,
        state.scheduler,
        state.stoodDown,
        state.snapshots.newestFirst(),
        state.time,
        state.termSince,
        state.requests.topic,
        new TreeMap<>(state.requests.next),
        List.copyOf(state.requests.untold),
        keys,
        drained,
        new TreeMap<>(state.experiments),
        new TreeMap<>(state.experimentsByName),
        trials,
        left,
        workers,
        new TreeMap<>(state.replaced),
        state.epochTimes.all(),
        state.setUpTimes.all(),
        state.calibration.tally(),
        state.calibration.all(),
        state.usage.all(),
        state.given.all(),
        state.faults.all(),
        state.faults.suspects().map(FaultySlot::name).toList(),
        state.tooLarge.all(),
        state.shares.ofExperiments(),
        state.shares.ofOwners(),
        state.contests.told(),
        sets(state),
        Memory.OfReservation.of(state),
        state.refused,
        state.queue.inOrder().stream().map(Trial::id).toList());
  }

  private static OneTrial of(Trial trial) {
    return new OneTrial(
        trial.status.name(),
        trial.experiment.spec().search().draws() ? trial.entry.assignment() : Map.of(),
        trial.score,
        trial.priority,
        trial.attempt,
        trial.codeFailures,
        trial.losses,
        trial.fruitless,
        trial.stopping,
        trial.pause,
        trial.told,
        trial.adriftSince,
        trial.forsakenAs,
        trial.unsettled,
        trial.fruitful,
        trial.lastEpoch,
        trial.epochSince,
        trial.device,
        trial.holder,
        trial.slots,
        trial.microBatch,
        trial.shrinks,
        trial.placedAt,
        trial.slotMillis,
        trial.preemption,
        trial.preempted,
        List.copyOf(trial.sequences.attempts()),
        Map.copyOf(trial.sequences.fenced()),
        trial.checkpoints,
        trial.home,
        trial.queuedAt,
        trial.notBefore);
  }

  /** The members of each index, which must be what the trials say. */
  private static SortedMap<String, List<TrialId>> sets(SchedulerState state) {
    SortedMap<String, List<TrialId>> sets = new TreeMap<>();
    sets.put("unsettled", ids(state.unsettled));
    sets.put("stopping", state.stopping.all().map(Trial::id).toList());
    sets.put("limited", state.limited.all().map(Trial::id).toList());
    sets.put("adrift", ids(state.adrift.all()));
    sets.put("returned", ids(state.returned));
    sets.put("forsaken", ids(state.forsaken));
    sets.put("cancelled in queue", ids(state.cancelledInQueue));
    sets.put("paused in queue", ids(state.pausedInQueue));
    sets.put("yielding", ids(state.yielding));
    sets.put("preempted", state.preempted.all().map(Trial::id).toList());
    state.inFavourOf.forEach((waits, trials) -> sets.put("in favour of " + waits, ids(trials)));
    sets.put("victims", state.victims.below(Integer.MAX_VALUE).map(Trial::id).toList());
    sets.put("preempting", state.queue.preempting().map(Trial::id).toList());
    sets.put("last of a search", state.searching().map(it -> it.id().trial(it.size())).toList());
    state.held.forEach(
        (worker, trials) -> {
          if (!trials.isEmpty()) {
            sets.put("held by " + worker, ids(trials));
          }
        });
    return sets;
  }

  private static List<TrialId> ids(Collection<Trial> trials) {
    return trials.stream().map(Trial::id).toList();
  }
}
