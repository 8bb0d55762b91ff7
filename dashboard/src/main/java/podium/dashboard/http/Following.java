package podium.dashboard.http;

import java.util.List;

/**
 * How the board follows the log. Immutable.
 *
 * @param end of the log as last seen
 * @param notices what people should know, in words; none when all is well
 */
public record Following(long end, List<String> notices) {
  public Following {
    notices = List.copyOf(notices);
  }
}
