package podium.dashboard.domain;

import podium.engine.state.SchedulerState;
import podium.engine.state.SlotState;
import podium.engine.state.WorkerState;

/**
 * Slots of all workers that are known. Immutable.
 *
 * @param busy an attempt is on them
 * @param idle they could take a trial at once
 * @param stuck an attempt that is over may still be on them
 * @param closed nothing is on them, and they get nothing: they rest or are drained, or their worker
 *     is silent, leaves or is gone
 */
public record SlotCounts(long busy, long idle, long stuck, long closed) {
  /** Of nobody. */
  public static final SlotCounts NONE = new SlotCounts(0, 0, 0, 0);

  static SlotCounts of(SchedulerState state) {
    SlotCounts all = NONE;
    for (WorkerState worker : state.workers()) {
      for (var slot : worker.slots().entrySet()) {
        all = all.plus(worker.takesTrials() && !worker.closed(slot.getKey()), slot.getValue());
      }
    }
    return all;
  }

  private SlotCounts plus(boolean open, SlotState slot) {
    return switch (slot) {
      case SlotState.Busy it -> new SlotCounts(busy + 1, idle, stuck, closed);
      case SlotState.Stuck it -> new SlotCounts(busy, idle, stuck + 1, closed);
      case SlotState.Free it ->
          open
              ? new SlotCounts(busy, idle + 1, stuck, closed)
              : new SlotCounts(busy, idle, stuck, closed + 1);
    };
  }
}
