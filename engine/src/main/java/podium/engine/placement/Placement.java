package podium.engine.placement;

import java.util.Comparator;
import podium.protocol.event.Reason;

/** A rule that says whose turn it is. Pure: it knows neither loop nor clock. */
public interface Placement {
  /** Whoever comes first gets what is free first; a total order as long as nothing changes. */
  Comparator<Work> order();

  /** Why work that came first was given slots. */
  Reason reason(Work work);
}
