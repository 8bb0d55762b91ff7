package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/** Within a priority, the least work that is left. */
public final class Shortest implements Placement {
  @Override
  public Comparator<Work> order() {
    return InOrder.PRIORITY.thenComparingDouble(Work::remaining).thenComparing(InOrder.ACCEPTANCE);
  }

  @Override
  public Reason reason(Work work) {
    return new Reason.LeastWork(Math.round(work.remaining() * 1000));
  }
}
