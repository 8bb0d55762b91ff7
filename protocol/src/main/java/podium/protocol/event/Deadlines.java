package podium.protocol.event;

import java.time.Duration;
import podium.protocol.Text;

/**
 * How long attempts may take over what they do not do in bits of their own.
 *
 * @param startWithin from an order to its first report, and for an attempt's first epoch; each line
 *     of progress begins it anew
 * @param stopWithin from a stop to the end it asks for
 * @param readoptWithin how long the attempts of a lost worker wait for it
 * @param readoptWithFreeSlot the same while another slot could take the trial
 * @param hungAtLeast the least silence of a trainer that counts as hung
 * @param hungTimes how many usual epochs such a silence must last
 */
public record Deadlines(
    Duration startWithin,
    Duration stopWithin,
    Duration readoptWithin,
    Duration readoptWithFreeSlot,
    Duration hungAtLeast,
    int hungTimes) {
  /** Half an hour to start, a minute to stop, 5 minutes to return, 15 s if a slot is free. */
  public static final Deadlines DEFAULT =
      new Deadlines(
          Duration.ofMinutes(30),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(15),
          Duration.ofMinutes(5),
          20);

  public Deadlines {
    if (startWithin.isNegative()
        || stopWithin.isNegative()
        || readoptWithin.isNegative()
        || readoptWithFreeSlot.isNegative()
        || hungAtLeast.isNegative()
        || hungTimes < 1) {
      throw new IllegalArgumentException(
          Text.of(
              "deadlines are %s, %s, %s, %s, %s and %d epochs; allowed: 0 or more, and 1 epoch or"
                  + " more",
              startWithin, stopWithin, readoptWithin, readoptWithFreeSlot, hungAtLeast, hungTimes));
    }
  }

  /** How long a lost worker's attempts wait for it while another slot could take the trial. */
  public Duration readoptAtFirst() {
    return readoptWithFreeSlot.compareTo(readoptWithin) < 0 ? readoptWithFreeSlot : readoptWithin;
  }
}
