package podium.cli.view;

import java.util.List;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;

/** A worker as the log last told of it. */
public record WorkerRow(
    String worker,
    String incarnation,
    String host,
    List<Slot> slots,
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
    return new WorkerRow(worker, incarnation, host, slots, datasets, changed);
  }
}
