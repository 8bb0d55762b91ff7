package podium.dashboard.http;

import java.util.List;
import podium.dashboard.domain.Audit;

/**
 * How the board follows the log. Immutable.
 *
 * @param end of the log as last seen
 * @param notices what people should know, in words; none when all is well
 * @param audit what the running audit of the log found
 */
public record Following(long end, List<String> notices, Audit audit) {
  public Following {
    notices = List.copyOf(notices);
  }
}
