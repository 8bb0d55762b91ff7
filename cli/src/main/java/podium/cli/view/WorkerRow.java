package podium.cli.view;

import java.util.List;
import java.util.Map;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;

/**
 * A worker as the log last told of it.
 *
 * @param drained slots that get nothing new; all of them where an empty name is among these
 * @param resting slots that are left out since attempts fail on them, and why
 */
public record WorkerRow(
    String worker,
    String incarnation,
    String host,
    List<Slot> slots,
    List<String> drained,
    Map<String, String> resting,
    List<Catalog.Dataset> datasets,
    Health health) {
  /** Whether it is heard. */
  public enum Health {
    READY,
    SUSPECT,
    LOST,
    /** It is about to stop on purpose. */
    LEAVING,
    /** It was stopped on purpose. */
    LEFT
  }

  WorkerRow with(Health changed) {
    return new WorkerRow(worker, incarnation, host, slots, drained, resting, datasets, changed);
  }

  WorkerRow with(List<String> nowDrained) {
    return new WorkerRow(worker, incarnation, host, slots, nowDrained, resting, datasets, health);
  }

  WorkerRow with(Map<String, String> nowResting) {
    return new WorkerRow(
        worker, incarnation, host, slots, drained, Map.copyOf(nowResting), datasets, health);
  }

  boolean drained(Slot slot) {
    return drained.contains("") || drained.contains(slot.name());
  }
}
