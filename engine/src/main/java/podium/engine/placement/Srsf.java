package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/** Shortest remaining service first: seconds by slots, whatever the priority: for studies. */
public final class Srsf implements Placement {
  @Override
  public Comparator<Work> order() {
    return Comparator.<Work>comparingDouble(work -> work.remaining() * work.slots())
        .thenComparing(InOrder.ACCEPTANCE);
  }

  @Override
  public Reason reason(Work work) {
    return new Reason.LeastWork(Math.round(work.remaining() * work.slots() * 1000));
  }

  @Override
  public Turnover turnover() {
    return Turnover.ANEW;
  }
}
