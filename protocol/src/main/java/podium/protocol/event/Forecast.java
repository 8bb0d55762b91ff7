package podium.protocol.event;

import java.time.Instant;
import podium.protocol.Text;

/**
 * When something is expected to be, if nothing fails and nobody steps in: in four of five cases it
 * is from {@code earliest} to {@code latest}, and in one of two until {@code likely}.
 */
public record Forecast(Instant earliest, Instant likely, Instant latest) {
  public Forecast {
    if (likely.isBefore(earliest) || latest.isBefore(likely)) {
      throw new IllegalArgumentException(
          Text.of(
              "earliest is %s, likely %s, latest %s; allowed: none before the one before it",
              earliest, likely, latest));
    }
  }

  /** Whether that time lies in it. */
  public boolean holds(Instant time) {
    return !time.isBefore(earliest) && !time.isAfter(latest);
  }
}
