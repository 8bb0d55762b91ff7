package podium.scheduler.domain;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import podium.protocol.event.Event;
import podium.protocol.event.Policy;
import podium.protocol.experiment.Catalog;

/**
 * All that the scheduler knows: what folding the event log gives. One mutable object, confined to
 * its owner; equality is that of its {@link Snapshot}.
 */
public final class SchedulerState {
  Policy policy = Policy.DEFAULT;

  /** Names the event log: the incarnation of its first scheduler; empty before there was one. */
  String log = "";

  /** Time of the last event. */
  Instant time = Instant.EPOCH;

  /** When the term began. */
  Instant termSince = Instant.EPOCH;

  final Map<String, Experiment> experiments = new LinkedHashMap<>();
  final Map<String, Integer> experimentsByName = new HashMap<>();
  final Map<String, Trial> trials = new HashMap<>();
  final Map<String, KeyOwner> keys = new HashMap<>();

  /** Kafka's id of the requests topic that was last known; empty before there was one. */
  String requestsTopic = "";

  /** Offset of the next request by partition of that topic; 0 where nothing is said. */
  final Map<Integer, Long> nextRequests = new TreeMap<>();

  /** What the change to another requests topic lost, as long as the log does not say it. */
  final Deque<Event.RequestsLost> untold = new ArrayDeque<>();

  // why: sorted, so that placement does not depend on the order in which workers came
  final Map<String, WorkerState> workers = new TreeMap<>();
  final Set<String> replacedIncarnations = new HashSet<>();

  final TrialQueue queue = new TrialQueue();
  final TreeSet<Trial> unsettled = new TreeSet<>(TrialQueue.ORDER);
  final TreeSet<Trial> orphaned = new TreeSet<>(TrialQueue.ORDER);
  final TreeSet<Trial> cancelledInQueue = new TreeSet<>(TrialQueue.ORDER);

  /** The settings that decisions depend on. */
  public Policy policy() {
    return policy;
  }

  /** Id of the event log that this follows from; empty before it has a beginning. */
  public String log() {
    return log;
  }

  /** Offset of the next request to read of a partition. */
  public long nextRequest(int partition) {
    return nextRequests.getOrDefault(partition, 0L);
  }

  /** Offset of the next request to read by partition; 0 of those that are not in it. */
  public Map<Integer, Long> nextRequests() {
    return Map.copyOf(nextRequests);
  }

  /** What the built-in catalog and every registered worker offer together. */
  public Catalog catalog() {
    return Catalog.together(
        workers.values().stream().map(worker -> worker.registration.catalog()).toList());
  }

  /** Workers that are not lost, as (worker, incarnation). */
  public Map<String, String> liveWorkers() {
    Map<String, String> live = new TreeMap<>();
    workers.forEach(
        (id, worker) -> {
          if (worker.liveness != WorkerState.Liveness.LOST) {
            live.put(id, worker.registration.incarnation());
          }
        });
    return live;
  }

  /** Whether a worker is registered under this incarnation and not lost. */
  public boolean registered(String worker, String incarnation) {
    return worker(worker)
        .filter(known -> known.is(incarnation))
        .filter(known -> known.liveness != WorkerState.Liveness.LOST)
        .isPresent();
  }

  /** The order an attempt stands for, as long as it is held. */
  public Optional<Order> order(String trialId) {
    return trial(trialId).flatMap(SchedulerState::orderOf);
  }

  /** Every order that an incarnation of a worker should hold. */
  public List<Order> ordersOf(String worker, String incarnation) {
    return worker(worker)
        .filter(known -> known.is(incarnation))
        .map(
            known ->
                known.slots.values().stream()
                    .flatMap(Optional::stream)
                    .flatMap(id -> order(id).stream())
                    .filter(order -> order.holder().is(worker, incarnation))
                    .toList())
        .orElse(List.of());
  }

  /** Trials in each status, for people. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    trials.values().forEach(trial -> counts.merge(trial.status.name(), 1L, Long::sum));
    return counts;
  }

  /** The canonical form, for comparison. */
  public Snapshot snapshot() {
    return Snapshot.of(this);
  }

  Optional<Trial> trial(String id) {
    return Optional.ofNullable(trials.get(id));
  }

  Optional<WorkerState> worker(String id) {
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
                trial.cancelled));
  }
}
