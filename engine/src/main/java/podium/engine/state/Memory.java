package podium.engine.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Event.WorkerRegistered;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/**
 * All that a state is made of, as plain values; what follows from them is left out. Whatever is
 * changed here, or in what {@link Fold} makes of a log, raises the number of the snapshots' format.
 * Immutable.
 *
 * @param settings with the shares that people gave owners
 * @param submitted whom keys belong to that queued an experiment
 * @param acted what was asked of what is there under keys; under both are those of forks
 * @param drained slots that get nothing new, by worker
 * @param catalogs each once, for the workers that offer it
 * @param replaced whose name each incarnation bore whose place a later one took
 * @param holders incarnations that ended trials name by their place in here
 */
public record Memory(
    String log,
    DecisionSettings settings,
    NodeAddress scheduler,
    boolean stoodDown,
    List<Event.SnapshotTaken> snapshots,
    Instant time,
    Instant termSince,
    OfRequests requests,
    SortedMap<String, ExperimentId> submitted,
    SortedMap<String, Action> acted,
    SortedMap<String, List<String>> drained,
    List<Catalog> catalogs,
    List<OfWorker> workers,
    SortedMap<String, String> replaced,
    Map<String, List<Long>> epochTimes,
    Map<String, List<Long>> setUpTimes,
    Calibration.Tally forecasts,
    List<Calibration.Expected> expected,
    Map<String, Usage.Had> usage,
    Map<String, GivenShares.Given> given,
    List<FaultySlot> faults,
    List<TooLarge.Known> tooLarge,
    List<String> holders,
    List<OfExperiment> experiments,
    Optional<OfReservation> reservation,
    long refused) {
  private static final Catalog ELSEWHERE = new Catalog(List.of(), List.of());

  /** Slots that are kept for a trial. */
  record OfReservation(TrialId trial, Holder slots, Instant until) {
    static Optional<OfReservation> of(SchedulerState state) {
      return state.reservation.map(
          it -> new OfReservation(it.trial().id(), it.slots(), it.until()));
    }
  }

  /** How far requests were read. */
  record OfRequests(String topic, Map<Integer, Long> next, List<Event.RequestsLost> untold) {}

  /**
   * A worker.
   *
   * @param registration without its catalog
   * @param catalog its place among the catalogs
   */
  record OfWorker(
      WorkerRegistered registration,
      int catalog,
      WorkerState.Liveness liveness,
      Instant since,
      Instant aliveSince,
      boolean leaving,
      List<OfSlot> slots) {}

  /** A slot of a worker, and whose attempt is on it. */
  record OfSlot(String slot, On on, Optional<TrialId> trial, int attempt) {
    enum On {
      FREE,
      BUSY,
      STUCK
    }

    static OfSlot of(String slot, SlotState state) {
      return switch (state) {
        case SlotState.Free ignored -> new OfSlot(slot, On.FREE, Optional.empty(), 0);
        case SlotState.Busy it -> new OfSlot(slot, On.BUSY, Optional.of(it.trial()), it.attempt());
        case SlotState.Stuck it ->
            new OfSlot(slot, On.STUCK, Optional.of(it.trial()), it.attempt());
      };
    }

    SlotState state() {
      return switch (on) {
        case FREE -> SlotState.nobody();
        case BUSY -> new SlotState.Busy(trial.orElseThrow(), attempt);
        case STUCK -> new SlotState.Stuck(trial.orElseThrow(), attempt);
      };
    }
  }

  /** An experiment with its trials, in the order of acceptance. */
  record OfExperiment(
      ExperimentId id,
      ExperimentSpec spec,
      int size,
      int priority,
      Optional<Limits> limits,
      boolean archived,
      List<OfTrial> open,
      Optional<OfEnded> ended,
      List<OfCourse> courses) {}

  /** What a trial came to by epochs; negative where one was not evaluated. */
  record OfCourse(int number, List<Double> accuracies, int passed) {}

  /** Trials of an experiment that ended, each column by number. */
  record OfEnded(
      String statuses,
      String attempts,
      String sequences,
      String holders,
      List<OfOdd> odd,
      List<OfLeft> left,
      List<OfDrawn> drawn) {}

  /** What an ended trial of a search trained. */
  record OfDrawn(int number, Map<String, Object> assignment, Optional<Double> score) {}

  /** What an ended trial could go on from. */
  record OfLeft(int number, Checkpoints checkpoints) {}

  /** An ended trial of which more is known than its last attempt. */
  record OfOdd(int number, OfSequences sequences) {}

  /** How far reports were counted, and fenced. */
  record OfSequences(List<Sequences.Reported> counted, List<OfStranger> fenced) {
    Sequences restored() {
      Map<Sequences.Stranger, Long> strangers = new HashMap<>();
      fenced.forEach(
          it -> strangers.put(new Sequences.Stranger(it.attempt(), it.holder()), it.sequence()));
      return new Sequences(counted, strangers);
    }
  }

  /** The last sequence fenced of somebody. */
  record OfStranger(int attempt, String holder, long sequence) {}

  /**
   * A trial that did not end.
   *
   * @param lived nothing of one that nothing happened to yet
   */
  record OfTrial(
      int number,
      Map<String, Object> assignment,
      TrialStatus status,
      int priority,
      Optional<Stop> stopping,
      Optional<Trial.Pause> pause,
      Optional<Reason> told,
      Optional<Lived> lived) {}

  /** What happened to a trial. */
  record Lived(
      int attempt,
      int codeFailures,
      int losses,
      int fruitless,
      boolean fruitful,
      Optional<Holder> holder,
      int slots,
      Optional<Integer> microBatch,
      boolean shrinks,
      Instant placedAt,
      long slotMillis,
      Optional<Preemption> preemption,
      int preempted,
      Optional<Instant> adriftSince,
      boolean returned,
      boolean yields,
      Optional<Outcome> forsakenAs,
      int lastEpoch,
      Instant epochSince,
      String device,
      Optional<Double> score,
      Optional<Trial.Ending> unsettled,
      Checkpoints checkpoints,
      String home,
      Instant queuedAt,
      Instant notBefore,
      OfSequences sequences) {
    private static final Lived NOTHING =
        new Lived(
            0,
            0,
            0,
            0,
            false,
            Optional.empty(),
            0,
            Optional.empty(),
            false,
            Instant.EPOCH,
            0,
            Optional.empty(),
            0,
            Optional.empty(),
            false,
            false,
            Optional.empty(),
            0,
            Instant.EPOCH,
            "",
            Optional.empty(),
            Optional.empty(),
            Checkpoints.NONE,
            "",
            Instant.EPOCH,
            Instant.EPOCH,
            new OfSequences(List.of(), List.of()));
  }

  /** What a state is made of now; later changes of it leave that as it is. */
  public static Memory of(SchedulerState state) {
    SortedMap<String, ExperimentId> submitted = new TreeMap<>();
    SortedMap<String, Action> acted = new TreeMap<>();
    SortedMap<String, List<String>> drained = new TreeMap<>();
    state.drained.forEach((worker, slots) -> drained.put(worker, List.copyOf(slots)));
    state.keys.forEach(
        (key, owner) -> {
          switch (owner) {
            case KeyOwner.Submitted it -> submitted.put(key, it.experiment().id());
            case KeyOwner.Acted it -> acted.put(key, it.action());
            case KeyOwner.Forked it -> {
              submitted.put(key, it.experiment().id());
              acted.put(key, it.action());
            }
          }
        });
    Map<Catalog, Integer> catalogs = new LinkedHashMap<>();
    List<OfWorker> workers =
        state.workers.values().stream()
            .map(
                worker ->
                    of(
                        worker,
                        catalogs.computeIfAbsent(worker.offer.catalog, it -> catalogs.size())))
            .toList();
    return new Memory(
        state.log,
        state.settings,
        state.scheduler,
        state.stoodDown,
        state.snapshots.newestFirst(),
        state.time,
        state.termSince,
        new OfRequests(
            state.requests.topic,
            new TreeMap<>(state.requests.next),
            List.copyOf(state.requests.untold)),
        submitted,
        acted,
        drained,
        List.copyOf(catalogs.keySet()),
        workers,
        new TreeMap<>(state.replaced),
        state.epochTimes.all(),
        state.setUpTimes.all(),
        state.calibration.tally(),
        state.calibration.all(),
        state.usage.all(),
        state.given.all(),
        state.faults.all(),
        state.tooLarge.all(),
        List.copyOf(state.trials.holders().names()),
        experiments(state),
        OfReservation.of(state),
        state.refused);
  }

  /** The state, with all that follows from this. */
  public SchedulerState restored() {
    return Restore.of(this);
  }

  private static OfWorker of(WorkerState worker, int catalog) {
    List<OfSlot> slots = new ArrayList<>();
    worker.slots.forEach((slot, state) -> slots.add(OfSlot.of(slot, state)));
    return new OfWorker(
        worker.registration.with(ELSEWHERE),
        catalog,
        worker.liveness,
        worker.since,
        worker.aliveSince,
        worker.leaving,
        slots);
  }

  private static List<OfExperiment> experiments(SchedulerState state) {
    Map<ExperimentId, List<OfTrial>> open = new HashMap<>();
    for (Trial trial : state.trials.open()) {
      open.computeIfAbsent(trial.experiment.id(), id -> new ArrayList<>())
          .add(of(trial, state.returned.contains(trial), state.yielding.contains(trial)));
    }
    open.values().forEach(trials -> trials.sort(Comparator.comparingInt(OfTrial::number)));
    return state.experiments.values().stream()
        .map(
            it ->
                new OfExperiment(
                    it.id(),
                    it.spec(),
                    it.size(),
                    it.priority(),
                    it.given(),
                    it.archived(),
                    open.getOrDefault(it.id(), List.of()),
                    state.trials.endedOf(it).map(EndedTrials::remember),
                    state.contests.of(it.id()).map(Contest::remember).orElse(List.of())))
        .toList();
  }

  private static OfTrial of(Trial trial, boolean returned, boolean yields) {
    Lived lived =
        new Lived(
            trial.attempt,
            trial.codeFailures,
            trial.losses,
            trial.fruitless,
            trial.fruitful,
            trial.holder,
            trial.slots,
            trial.microBatch,
            trial.shrinks,
            trial.placedAt,
            trial.slotMillis,
            trial.preemption,
            trial.preempted,
            trial.adriftSince,
            returned,
            yields,
            trial.forsakenAs,
            trial.lastEpoch,
            trial.epochSince,
            trial.device,
            trial.score,
            trial.unsettled,
            trial.checkpoints,
            trial.home,
            trial.queuedAt,
            trial.notBefore,
            of(trial.sequences));
    return new OfTrial(
        trial.number,
        trial.entry.assignment(),
        trial.status,
        trial.priority,
        trial.stopping,
        trial.pause,
        trial.told,
        lived.equals(Lived.NOTHING) ? Optional.empty() : Optional.of(lived));
  }

  static OfSequences of(Sequences sequences) {
    List<OfStranger> fenced = new ArrayList<>();
    sequences
        .fenced()
        .forEach((who, last) -> fenced.add(new OfStranger(who.attempt(), who.holder(), last)));
    return new OfSequences(List.copyOf(sequences.attempts()), fenced);
  }

  /** What happened to a trial, if anything did. */
  static Lived livedOf(OfTrial trial) {
    return trial.lived().orElse(Lived.NOTHING);
  }
}
