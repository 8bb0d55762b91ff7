package podium.dashboard.domain;

import java.util.Map;
import java.util.TreeMap;
import podium.engine.state.SchedulerState;
import podium.engine.state.SlotState;
import podium.engine.state.WorkerState;
import podium.protocol.id.AttemptId;

/** Slots on which an attempt that is over may still be, by worker and slot. Immutable. */
public record StuckSlots(Map<String, Map<String, AttemptId>> byWorker) {
  /** Of nobody, or where the state is not known. */
  public static final StuckSlots NONE = new StuckSlots(Map.of());

  public StuckSlots {
    byWorker = Map.copyOf(byWorker);
  }

  static StuckSlots of(SchedulerState state) {
    Map<String, Map<String, AttemptId>> all = new TreeMap<>();
    for (WorkerState worker : state.workers()) {
      worker
          .slots()
          .forEach(
              (slot, what) -> {
                if (what instanceof SlotState.Stuck it) {
                  all.computeIfAbsent(worker.name(), name -> new TreeMap<>())
                      .put(slot, new AttemptId(it.trial(), it.attempt()));
                }
              });
    }
    return new StuckSlots(all);
  }

  /** Those of a worker, each with the attempt. */
  public Map<String, AttemptId> of(String worker) {
    return byWorker.getOrDefault(worker, Map.of());
  }
}
