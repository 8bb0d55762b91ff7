package podium.protocol.event;

import java.time.Duration;
import podium.protocol.Text;

/**
 * When a slot gets nothing more, since whatever is tried on it fails by no fault of its own.
 *
 * @param attempts that ended so in a row, the last ones on it; 0: never
 * @param trials how many different ones they must be of
 * @param within the time between the first and the last of those ends
 * @param probeAfter how long the slot rests before one attempt is tried on it
 */
public record Quarantine(int attempts, int trials, Duration within, Duration probeAfter) {
  /** Three attempts of two trials within ten minutes; tried again after ten. */
  public static final Quarantine DEFAULT =
      new Quarantine(3, 2, Duration.ofMinutes(10), Duration.ofMinutes(10));

  /** No slot is ever left out. */
  public static final Quarantine NEVER =
      new Quarantine(0, 1, Duration.ofMinutes(10), Duration.ofMinutes(10));

  public Quarantine {
    if (attempts < 0 || trials < 1 || within.isNegative() || probeAfter.isNegative()) {
      throw new IllegalArgumentException(
          Text.of(
              "a slot is left out after %d attempts of %d trials within %s, and tried after %s;"
                  + " allowed: 0 attempts or more (0 = never), 1 trial or more, times of 0 or more",
              attempts, trials, within, probeAfter));
    }
  }
}
