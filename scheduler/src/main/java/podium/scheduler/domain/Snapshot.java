package podium.scheduler.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import podium.protocol.event.Policy;
import podium.protocol.report.CheckpointRef;

/** A state in canonical, comparable form. */
public record Snapshot(
    Policy policy,
    SortedMap<Integer, Long> nextRequests,
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
      boolean cancelled,
      Optional<Holder> holder,
      List<Long> sequences,
      List<CheckpointRef> checkpoints) {}

  /** A worker in canonical form. */
  public record OneWorker(
      String incarnation, String liveness, boolean leaving, Map<String, Optional<String>> slots) {}

  static Snapshot of(SchedulerState state) {
    SortedMap<String, OneTrial> trials = new TreeMap<>();
    state.trials.forEach((id, trial) -> trials.put(id, of(trial)));
    SortedMap<String, OneWorker> workers = new TreeMap<>();
    state.workers.forEach(
        (id, worker) ->
            workers.put(
                id,
                new OneWorker(
                    worker.registration.incarnation(),
                    worker.liveness.name(),
                    worker.leaving,
                    Map.copyOf(worker.slots))));
    return new Snapshot(
        state.policy,
        new TreeMap<>(state.nextRequests),
        new TreeMap<>(state.keys),
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
        trial.cancelled,
        trial.holder,
        trial.sequences(),
        trial.checkpoints);
  }
}
