package podium.engine.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.ForkedFrom;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;

/**
 * All that the scheduler knows: what folding the event log gives. One mutable object, confined to
 * its owner; equality is that of its {@link Snapshot}.
 */
public final class SchedulerState {
  DecisionSettings settings = DecisionSettings.DEFAULT;

  /** Id of the log: the incarnation of its first SchedulerStarted; empty before there is one. */
  String log = "";

  /** Where the scheduler of the last term can be reached. */
  NodeAddress scheduler = NodeAddress.UNKNOWN;

  /** Whether the scheduler of the last term said that it decides nothing any more. */
  boolean stoodDown;

  final SnapshotsTaken snapshots = new SnapshotsTaken();

  /** Time of the last event. */
  Instant time = Instant.EPOCH;

  /** When the term began. */
  Instant termSince = Instant.EPOCH;

  final Map<ExperimentId, Experiment> experiments = new LinkedHashMap<>();
  final Map<String, Integer> experimentsByName = new HashMap<>();
  final Trials trials = new Trials();

  /** Experiments whose searches have trials left to suggest, in the order of acceptance. */
  final Set<ExperimentId> searching = new LinkedHashSet<>();

  final Statuses statuses = new Statuses();
  final Map<String, KeyOwner> keys = new HashMap<>();

  final RequestsRead requests = new RequestsRead();

  // why: sorted, so that placement does not depend on the order in which workers came
  final Map<String, WorkerState> workers = new TreeMap<>();

  /** Incarnations whose place a later one took, and whose name they bore. */
  final Map<String, String> replaced = new HashMap<>();

  final Supply supply = new Supply();
  final Shares shares = new Shares();
  final TrialQueue queue = new TrialQueue(supply, shares);
  final SortedSet<Trial> unsettled = new TreeSet<>(Trial.BY_ACCEPTANCE);

  /** Trials with an attempt, by the worker that holds it. */
  final Map<String, SortedSet<Trial>> held = new TreeMap<>();

  /** Trials whose attempt was asked to stop, by since when. */
  final ByTime stopping = new ByTime();

  /** Trials that run and whose epochs have a limit, by when that of the present one is over. */
  final ByTime limited = new ByTime();

  final Adrift adrift = new Adrift(supply);
  final SortedSet<Trial> returned = new TreeSet<>(Trial.BY_ACCEPTANCE);
  final SortedSet<Trial> forsaken = new TreeSet<>(Trial.BY_ACCEPTANCE);
  final SortedSet<Trial> cancelledInQueue = new TreeSet<>(Trial.BY_ACCEPTANCE);
  final SortedSet<Trial> pausedInQueue = new TreeSet<>(Trial.BY_ACCEPTANCE);

  /** Trials whose attempt is to make way for another one, by since when. */
  final ByTime preempted = new ByTime();

  /** Those of them that make way for a waiting trial. */
  final NavigableMap<TrialId, SortedSet<Trial>> inFavourOf = new TreeMap<>();

  /** Slots that are kept for a trial that waits. */
  Optional<Reservation> reservation = Optional.empty();

  final Victims victims = new Victims();

  /** Trials whose attempt is to make way at its next batch, and was not told yet. */
  final SortedSet<Trial> yielding = new TreeSet<>(Trial.BY_ACCEPTANCE);

  /**
   * Slots that get nothing new, by worker; all of it where {@link WorkerState#WHOLE} is among them.
   */
  final SortedMap<String, SortedSet<String>> drained = new TreeMap<>();

  final Usage usage = new Usage();
  final GivenShares given = new GivenShares();
  final Faults faults = new Faults();
  final Gpus gpus = new Gpus();
  final Contests contests = new Contests();

  final EpochTimes epochTimes = new EpochTimes();

  /** What attempts took from their placement to the end of their first epoch, beside that epoch. */
  final EpochTimes setUpTimes = new EpochTimes();

  final Calibration calibration = new Calibration();
  final TooLarge tooLarge = new TooLarge();

  /** Facts of the log that had no effect, since they contradict what was known. */
  long refused;

  /** The settings that decisions depend on. */
  public DecisionSettings settings() {
    return settings;
  }

  /** Id of the log: the incarnation of its first SchedulerStarted; empty before there is one. */
  public String log() {
    return log;
  }

  /** Where the scheduler of the last term can be reached. */
  public NodeAddress scheduler() {
    return scheduler;
  }

  /** Whether the scheduler of the last term said that it decides nothing any more. */
  public boolean stoodDown() {
    return stoodDown;
  }

  /** The last two snapshots that were taken, newest first. */
  public List<Event.SnapshotTaken> snapshots() {
    return snapshots.newestFirst();
  }

  /** Time of the last event. */
  public Instant time() {
    return time;
  }

  /** When the term began. */
  public Instant termSince() {
    return termSince;
  }

  /** Every experiment by its id, in the order of acceptance. */
  public Map<ExperimentId, Experiment> experiments() {
    return Collections.unmodifiableMap(experiments);
  }

  /** How many experiments bear a name. */
  public int experimentsNamed(String name) {
    return experimentsByName.getOrDefault(name, 0);
  }

  /** Whom a request's key belongs to, if it was used. */
  public Optional<KeyOwner> ownerOf(String key) {
    return Optional.ofNullable(keys.get(key));
  }

  /** What the change to another requests topic lost, as long as the log does not say it. */
  public Optional<Event.RequestsLost> untold() {
    return Optional.ofNullable(requests.untold.peekFirst());
  }

  /** Every worker that is known, by name. */
  public Collection<WorkerState> workers() {
    return Collections.unmodifiableCollection(workers.values());
  }

  /** The first worker by name with the free slots that such trials need. */
  public Optional<WorkerState> firstFree(Shape shape) {
    return supply.firstFree(shape);
  }

  /** Whether a worker is there with the slots that such trials need, free or not. */
  public boolean isServed(Shape shape) {
    return supply.isServed(shape);
  }

  /** Whether a worker gives away the slots that such trials need, once they are free. */
  public boolean isOpen(Shape shape) {
    return supply.isOpen(shape);
  }

  /** Whether a later incarnation took this one's place. */
  public boolean replaced(String incarnation) {
    return replaced.containsKey(incarnation);
  }

  /** Nothing is known of the worker any more. */
  void forget(WorkerState worker) {
    workers.remove(worker.name());
    gpus.change(Optional.of(worker), Optional.empty());
    supply.remove(worker);
    faults.forget(worker.name());
    replaced.values().removeIf(worker.name()::equals);
  }

  /** Workers that are gone since that time or earlier, and that nobody waits for. */
  public Stream<WorkerState> goneBy(Instant latest) {
    return supply
        .goneBy(latest)
        .flatMap(name -> worker(name).stream())
        .filter(worker -> !held.containsKey(worker.name()))
        .filter(worker -> !queue.isBoundTo(worker.home()) || supply.seenSince(worker));
  }

  /** With what other trials may begin that go on from this one; nothing before it ended. */
  public List<ForkedFrom> forks(TrialId trial) {
    return trials.left(trial).forks(trial);
  }

  /**
   * The checkpoint of another trial with which one that ended begins when it is tried again.
   *
   * @param fresh whether its own are left aside
   */
  public Optional<ForkedFrom> beginsWith(TrialId trial, boolean fresh) {
    Checkpoints its = trials.left(trial);
    Checkpoints from = fresh ? its.fresh() : its;
    return from.isBase() ? from.base() : Optional.empty();
  }

  /** Trials with whose checkpoints others begin that have none of their own yet. */
  public Set<TrialId> awaited() {
    return trials.open().stream()
        .filter(trial -> trial.checkpoints.isBase())
        .flatMap(trial -> trial.checkpoints.base().stream())
        .map(ForkedFrom::trial)
        .collect(Collectors.toSet());
  }

  /** What waits to be placed. */
  public TrialQueue queue() {
    return queue;
  }

  /** The first trial whose attempt is over and of which nobody has said what becomes of it. */
  public Optional<Trial> unsettled() {
    return first(unsettled);
  }

  /** Trials whose attempt was asked to stop by that time and is not over. */
  public Stream<Trial> stoppingSince(Instant latest) {
    return stopping.until(latest);
  }

  /** Trials that run and whose present epoch was over by that time, by their limits. */
  public Stream<Trial> epochOverBy(Instant latest) {
    return limited.until(latest);
  }

  /** Trials whose attempt waits for a lost worker to return. */
  public Adrift adrift() {
    return adrift;
  }

  /** The first trial of which a worker came back with its attempt. */
  public Optional<Trial> returned() {
    return first(returned);
  }

  /** The first trial of whose attempt no worker has anything to say any more. */
  public Optional<Trial> forsaken() {
    return first(forsaken);
  }

  /** Trials with an attempt that a worker holds. */
  public Collection<Trial> heldBy(String worker) {
    return Collections.unmodifiableCollection(
        held.getOrDefault(worker, Collections.emptySortedSet()));
  }

  /** How long an epoch like the trial's took of late, in milliseconds; nothing when not known. */
  public Optional<Long> usualEpochMillis(Trial trial) {
    return epochTimes.median(EpochTimes.kind(trial));
  }

  /** How long epochs like a trial's took of late, in milliseconds, by device. */
  public SortedMap<String, List<Long>> epochsLike(int slots, TrialSpec spec) {
    return epochTimes.like(slots, spec);
  }

  /** The same of a model's epochs of whatever data and sizes, by those and device. */
  public SortedMap<String, List<Long>> epochsLike(int slots, String model) {
    return epochTimes.like(slots, model);
  }

  /** How long attempts like a trial's took to set up of late, in milliseconds, by device. */
  public SortedMap<String, List<Long>> setUpsLike(int slots, TrialSpec spec) {
    return setUpTimes.like(slots, spec);
  }

  /** The same of a model's attempts on whatever data, by that, sizes and device. */
  public SortedMap<String, List<Long>> setUpsLike(int slots, String model) {
    return setUpTimes.like(slots, model);
  }

  /**
   * How many images the trial's next attempt computes at a time on such a slot; absent where its
   * recipe says it. A trial that goes on computes what it did before; one that begins looks at what
   * was too much for others like it.
   */
  public Optional<Integer> microBatch(Trial trial, WorkerState worker, String slot) {
    Optional<Integer> own = trial.microBatchAtMost();
    if (!trial.experiment.spec().shrinks() || trial.goesOn()) {
      return own;
    }
    Recipe recipe = trial.asAccepted().recipe();
    return worker
        .slot(slot)
        .flatMap(it -> tooLarge.of(TooLarge.Kind.of(trial.asAccepted(), it)))
        .map(recipe::halfOf)
        .map(part -> Math.min(part, own.orElse(recipe.partImages())))
        .filter(part -> part < recipe.partImages())
        .or(() -> own);
  }

  /** What forecasts came to. */
  public Calibration calibration() {
    return calibration;
  }

  /** What owners had of late; whoever asks may go on with it. */
  public Usage usage() {
    return usage.copy();
  }

  /** How many slots trials of the experiment have together. */
  public int slotsOf(ExperimentId experiment) {
    return shares.of(experiment);
  }

  /** How many slots trials of the owner have together. */
  public int slotsOf(String owner) {
    return shares.of(owner);
  }

  /**
   * Seconds that the epochs take that are left of a trial, as far as is known: by epochs like its
   * own of late, and one second each where there were none.
   */
  public double secondsLeft(Trial trial) {
    return secondsLeft(trial.experiment.slotsEach(), trial.spec(), trial.checkpoints.newestEpoch());
  }

  /** The same of what such a trial has left on so many slots after so many epochs. */
  public double secondsLeft(int slots, TrialSpec spec, int done) {
    return Math.max(0, spec.recipe().epochs() - done)
        * epochTimes.usual(slots, spec).orElse(1000L)
        / 1000.0;
  }

  /**
   * How long the epochs take that are left of a trial; nothing where none like its own is known.
   */
  public Optional<Duration> timeLeft(Trial trial) {
    return epochTimes
        .usual(trial.experiment.slotsEach(), trial.spec())
        .map(
            millis ->
                Duration.ofMillis(millis)
                    .multipliedBy(
                        Math.max(
                            0, trial.spec().recipe().epochs() - trial.checkpoints.newestEpoch())));
  }

  /**
   * Slot-seconds that an owner will have had in a minute if nothing changes, by its weight: what it
   * had a day ago counts half.
   */
  public double usage(String owner, Instant now) {
    return usage.of(owner, now, settings);
  }

  /** Facts of the log that had no effect, since they contradict what was known. */
  public long refused() {
    return refused;
  }

  /** Trials whose attempt is to make way for another one since that time or earlier. */
  public Stream<Trial> preemptedSince(Instant latest) {
    return preempted.until(latest);
  }

  /** Trials whose attempts could make way, of a rank below: who goes first comes first. */
  public Stream<Trial> victims(int rank) {
    return victims.below(rank);
  }

  /**
   * Trials that wait for one slot, for which others make way, and for which none does so yet; in
   * order. Those of an experiment or owner that could not take the slot are not among them.
   */
  public Stream<Trial> unheeded(Instant now) {
    return queue
        .preempting()
        .filter(trial -> trial.experiment.slotsEach() == 1)
        .filter(trial -> !trial.notBefore.isAfter(now) && makingWayFor(trial).isEmpty())
        .filter(this::couldTake);
  }

  /** Whether its limits leave it its slots once others have theirs for whom others make way. */
  public boolean couldTake(Trial trial) {
    return !shares.isFull(trial.experiment, comingToOthers(trial)) && queue.before(trial).isEmpty();
  }

  /** The trials whose attempts make way for it. */
  public SortedSet<Trial> makingWayFor(Trial trial) {
    return inFavourOf.getOrDefault(trial.id(), Collections.emptySortedSet());
  }

  /** How many slots other trials of the experiment, and of its owner, are about to get. */
  private Shares.Held comingToOthers(Trial trial) {
    Experiment experiment = trial.experiment;
    List<Experiment> coming =
        inFavourOf.keySet().stream()
            .filter(id -> !id.equals(trial.id()))
            .map(id -> known(id.experiment()))
            .toList();
    return new Shares.Held(
        coming.stream()
            .filter(it -> it.id().equals(experiment.id()))
            .mapToInt(Experiment::slotsEach)
            .sum(),
        coming.stream()
            .filter(it -> it.owner().equals(experiment.owner()))
            .mapToInt(Experiment::slotsEach)
            .sum());
  }

  /** Slots that are kept for a trial that waits. */
  public Optional<Reservation> reservation() {
    return reservation;
  }

  /** Whether that slot is kept for another trial, and this one is not of higher priority. */
  public boolean isKeptFrom(Trial trial, String worker, String slot) {
    return reservation
        .filter(it -> it.has(worker, slot))
        .filter(it -> it.trial() != trial && trial.priority <= it.trial().priority)
        .isPresent();
  }

  /** The trial that is on the slot, or was; nothing where nobody is. */
  public Optional<Trial> on(SlotState slot) {
    return switch (slot) {
      case SlotState.Free ignored -> Optional.empty();
      case SlotState.Busy it -> trial(it.trial());
      case SlotState.Stuck ignored -> Optional.empty();
    };
  }

  /** The first trial that is cancelled and waits. */
  public Optional<Trial> cancelledInQueue() {
    return first(cancelledInQueue);
  }

  /** The first trial that is paused and waits for a slot. */
  public Optional<Trial> pausedInQueue() {
    return first(pausedInQueue);
  }

  /** The first trial whose attempt is to make way, and was not told yet. */
  public Optional<Trial> yielding() {
    return first(yielding);
  }

  /** What becomes of the first trial that is held at a rung and of which it is known. */
  public Optional<Ruling> ruling() {
    return contests.first();
  }

  private static Optional<Trial> first(SortedSet<Trial> trials) {
    return trials.isEmpty() ? Optional.empty() : Optional.of(trials.first());
  }

  /** Slots of a worker that people want nothing new on, as {@link WorkerState#drained()} says. */
  SortedSet<String> drained(String worker) {
    return drained.getOrDefault(worker, Collections.emptySortedSet());
  }

  /** The first slot of a worker that is there and that is to be left out, since attempts fail. */
  public Optional<FaultySlot> suspect() {
    return faults
        .suspects()
        .filter(
            it ->
                worker(it.name().worker())
                    .filter(worker -> worker.liveness != WorkerState.Liveness.LOST)
                    .filter(worker -> worker.slots.containsKey(it.name().slot()))
                    .isPresent())
        .findFirst();
  }

  /** The first slot that is left out since that time or earlier. */
  public Optional<FaultySlot> restingSince(Instant latest) {
    return faults.restingSince(latest).findFirst();
  }

  /** Slots of a worker, there or not, that are left out. */
  public NavigableSet<String> resting(String worker) {
    return faults.resting(worker);
  }

  /** Whether people want nothing new on a worker, or on that slot of it, and said so of that. */
  public boolean isDrained(String worker, Optional<String> slot) {
    return drained(worker).contains(slot.orElse(WorkerState.WHOLE));
  }

  /** Notes whether its search has trials left to suggest. */
  void searching(Experiment experiment) {
    if (experiment.size() < experiment.most()) {
      searching.add(experiment.id());
    } else {
      searching.remove(experiment.id());
    }
  }

  /** Experiments whose searches have trials left to suggest, in the order of acceptance. */
  public Stream<Experiment> searching() {
    return searching.stream().map(this::known);
  }

  /** Something about an experiment changed. */
  void replace(Experiment changed) {
    experiments.put(changed.id(), changed);
    trials.of(changed);
    queue.refresh(changed);
  }

  private Experiment known(ExperimentId id) {
    return experiment(id).orElseThrow();
  }

  /** A trial of the experiment has so many slots more, or less. */
  void share(Experiment experiment, int slots) {
    usage.add(experiment.owner(), slots, time);
    shares.add(experiment, slots);
    queue.refreshOwner(experiment.owner());
    queue.refresh(experiment);
  }

  /** What owners may have is as the settings say now. */
  void followSettings() {
    shares.follow(settings);
    queue.refreshAll(this::known);
  }

  /** Whether the trial's experiment, or its owner, may not have its slots beside what they have. */
  public boolean isFull(Trial trial) {
    return shares.isFull(trial.experiment);
  }

  /** Whether limits leave it no slots, or what they leave is kept for a trial before it. */
  public boolean standsBack(Trial trial) {
    return isFull(trial) || queue.before(trial).isPresent();
  }

  /** Whether its owner may not have its slots beside what it has. */
  public boolean isOwnerFull(Trial trial) {
    return shares.isOwnerFull(trial.experiment);
  }

  /** Kafka's id of the requests topic that was last known; empty before there was one. */
  public String requestsTopic() {
    return requests.topic;
  }

  /** Offset of the next request to read of a partition. */
  public long nextRequest(int partition) {
    return requests.next.getOrDefault(partition, 0L);
  }

  /** Offset of the next request to read by partition; 0 of those that are not in it. */
  public Map<Integer, Long> nextRequests() {
    return Map.copyOf(requests.next);
  }

  /** What the built-in catalog and every registered worker offer together. */
  public Catalog catalog() {
    return supply.together();
  }

  /** Workers that are not lost, as (worker, incarnation). */
  public Map<String, String> liveWorkers() {
    return supply.live();
  }

  /** Whether a worker is registered under this incarnation and not lost. */
  public boolean registered(String worker, String incarnation) {
    return worker(worker)
        .filter(known -> known.is(incarnation))
        .filter(known -> known.liveness != WorkerState.Liveness.LOST)
        .isPresent();
  }

  /** The order an attempt stands for, as long as it is held. */
  public Optional<Order> order(TrialId trialId) {
    return trial(trialId).flatMap(SchedulerState::orderOf);
  }

  /** Every order that an incarnation of a worker should hold. */
  public List<Order> ordersOf(String worker, String incarnation) {
    return heldBy(worker).stream()
        .filter(trial -> trial.adriftSince.isEmpty())
        .flatMap(trial -> orderOf(trial).stream())
        .filter(order -> order.holder().is(worker, incarnation))
        .toList();
  }

  /**
   * Those of them of which no report was counted yet, that are to stop, or whose limits people
   * changed: nobody tells whether their workers heard of that.
   */
  public List<Order> unansweredOf(String worker, String incarnation) {
    return heldBy(worker).stream()
        .filter(trial -> trial.adriftSince.isEmpty())
        .filter(
            trial ->
                trial.stopping.isPresent()
                    || trial.experiment.given().isPresent()
                    || trial.lastSequence(trial.attempt) == 0)
        .flatMap(trial -> orderOf(trial).stream())
        .filter(order -> order.holder().is(worker, incarnation))
        .toList();
  }

  /** The slots of an incarnation of a worker that may still have somebody in them. */
  public List<SlotState.Stuck> stuckOf(String worker, String incarnation) {
    return worker(worker)
        .filter(known -> known.is(incarnation))
        .map(
            known ->
                known.slots.values().stream()
                    .filter(SlotState.Stuck.class::isInstance)
                    .map(SlotState.Stuck.class::cast)
                    .toList())
        .orElse(List.of());
  }

  /** Trials in each status, for people. */
  public Map<String, Long> counts() {
    return statuses.byName();
  }

  /** The canonical form, for comparison. */
  public Snapshot snapshot() {
    return Snapshot.of(this);
  }

  /** An experiment by its id. */
  public Optional<Experiment> experiment(ExperimentId id) {
    return Optional.ofNullable(experiments.get(id));
  }

  /** A trial by its id. */
  public Optional<Trial> trial(TrialId id) {
    return trials.get(id);
  }

  /** A worker by its name, live or not. */
  public Optional<WorkerState> worker(String id) {
    return Optional.ofNullable(workers.get(id));
  }

  private static Optional<Order> orderOf(Trial trial) {
    return trial.holder.map(
        holder ->
            new Order(
                trial.id(),
                trial.attempt,
                holder,
                trial.spec(),
                trial.checkpoints.seenFrom(trial.home),
                trial.lastSequence(trial.attempt) > 0,
                trial.stopping.map(stop -> stop.why().outcome())));
  }
}
