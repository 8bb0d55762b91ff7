package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/** Shortest remaining time first, whatever the priority: for studies. */
public final class Srtf implements Placement {
  @Override
  public Comparator<Work> order() {
    return Comparator.comparingDouble(Work::remaining).thenComparing(InOrder.ACCEPTANCE);
  }

  @Override
  public Reason reason(Work work) {
    return new Reason.LeastWork(Math.round(work.remaining() * 1000));
  }

  @Override
  public Turnover turnover() {
    return Turnover.ANEW;
  }
}
