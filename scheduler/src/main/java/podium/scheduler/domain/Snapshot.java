package podium.scheduler.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.event.Event;
import podium.protocol.event.Policy;

/** A state in canonical, comparable form. */
public record Snapshot(
    String log,
    Policy policy,
    Instant time,
    Instant termSince,
    String requestsTopic,
    SortedMap<Integer, Long> nextRequests,
    List<Event.RequestsLost> untold,
    SortedMap<String, String> keys,
    SortedMap<String, OneTrial> trials,
    SortedMap<String, OneWorker> workers,
    List<String> queue) {

  /** A trial in canonical form. */
  public record OneTrial(
      String status,
      int attempt,
      int codeFailures,
      int losses,
      int fruitless,
      boolean cancelled,
      Optional<Holder> holder,
      List<Long> sequences,
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
      boolean leaving,
      Map<String, Optional<String>> slots) {}

  static Snapshot of(SchedulerState state) {
    SortedMap<String, OneTrial> trials = new TreeMap<>();
    state.trials.forEach((id, trial) -> trials.put(id, of(trial)));
    SortedMap<String, String> keys = new TreeMap<>();
    state.keys.forEach((key, owner) -> keys.put(key, owner.told()));
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
                    worker.leaving,
                    Map.copyOf(worker.slots))));
    return new Snapshot(
        state.log,
        state.policy,
        state.time,
        state.termSince,
        state.requestsTopic,
        new TreeMap<>(state.nextRequests),
        List.copyOf(state.untold),
        keys,
        trials,
        workers,
        state.queue.inOrder().stream().map(Trial::id).toList());
  }

  private static OneTrial of(Trial trial) {
    return new OneTrial(
        trial.status.name(),
        trial.attempt,
        trial.codeFailures,
        trial.losses,
        trial.fruitless,
        trial.cancelled,
        trial.holder,
        trial.sequences(),
        trial.checkpoints,
        trial.home,
        trial.queuedAt,
        trial.notBefore);
  }
}
