package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/** A rule that says whose turn it is. Pure: it knows neither loop nor clock. */
public interface Placement {
  /** Whoever comes first gets what is free first; a total order as long as nothing changes. */
  Comparator<Work> order();

  /** Why work that came first was given slots. */
  Reason reason(Work work);

  /** What becomes of work that has slots when others come or go: in studies. */
  default Turnover turnover() {
    return Turnover.NONE;
  }

  /** Slot-seconds had at which work goes down a class, in studies; infinite where it does not. */
  default double demotedAt(Work work) {
    return Double.POSITIVE_INFINITY;
  }
}
