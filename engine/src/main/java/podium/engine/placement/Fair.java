package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/** Within a priority, the owner that had the least of late by its weight. */
public final class Fair implements Placement {
  @Override
  public Comparator<Work> order() {
    return InOrder.PRIORITY.thenComparingDouble(Work::usage).thenComparing(InOrder.ACCEPTANCE);
  }

  @Override
  public Reason reason(Work work) {
    return new Reason.LeastUsage(Math.round(work.usage() * 1000));
  }
}
