package podium.dashboard.notification;

import java.time.Duration;
import java.util.Optional;

/**
 * When a message that failed is sent again: after a second, twice as long each time, and not for
 * ever. While a receiver is down each further message is tried once. Immutable.
 *
 * @param first pause
 * @param longest pause, also where the receiver asks for more
 * @param tries of one message
 */
public record Patience(Duration first, Duration longest, int tries) {
  /** Some 10 minutes. */
  public static final Patience USUAL =
      new Patience(Duration.ofSeconds(1), Duration.ofMinutes(2), 12);

  /**
   * The pause before the next try; nothing when there is none.
   *
   * @param failed tries of this message
   * @param asked by the receiver
   * @param down whether the message before was given up
   */
  Optional<Duration> after(int failed, Optional<Duration> asked, boolean down) {
    if (down || failed >= tries) {
      return Optional.empty();
    }
    Duration grown = first.multipliedBy(1L << Math.min(failed - 1, 30));
    Duration wished = asked.filter(it -> it.compareTo(grown) > 0).orElse(grown);
    return Optional.of(wished.compareTo(longest) < 0 ? wished : longest);
  }
}
