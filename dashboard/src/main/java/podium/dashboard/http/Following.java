package podium.dashboard.http;

import java.util.List;
import podium.dashboard.domain.Audit;
import podium.dashboard.domain.StuckSlots;

/**
 * How the board follows the log, and what follows from the log that is no row. Immutable.
 *
 * @param end of the log as last seen
 * @param notices what people should know, in words; none when all is well
 * @param audit what the running audit of the log found
 * @param stuck slots with somebody on them who is over
 */
public record Following(long end, List<String> notices, Audit audit, StuckSlots stuck) {
  public Following {
    notices = List.copyOf(notices);
  }
}
