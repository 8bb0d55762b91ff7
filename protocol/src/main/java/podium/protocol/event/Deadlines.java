package podium.protocol.event;

import java.time.Duration;
import java.util.Objects;
import podium.protocol.AddedLater;
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
 * @param makeWayWithin how long an attempt that makes way for another trial may go on with its
 *     epoch
 */
public record Deadlines(
    Duration startWithin,
    Duration stopWithin,
    Duration readoptWithin,
    Duration readoptWithFreeSlot,
    Duration hungAtLeast,
    int hungTimes,
    @AddedLater Duration makeWayWithin) {
  private static final Duration MAKE_WAY_WITHIN = Duration.ofMinutes(1);

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
    makeWayWithin = Objects.requireNonNullElse(makeWayWithin, MAKE_WAY_WITHIN);
    if (startWithin.isNegative()
        || stopWithin.isNegative()
        || readoptWithin.isNegative()
        || readoptWithFreeSlot.isNegative()
        || hungAtLeast.isNegative()
        || hungTimes < 1
        || makeWayWithin.isNegative()) {
      throw new IllegalArgumentException(
          Text.of(
              "deadlines are %s, %s, %s, %s, %s, %d epochs and %s; allowed: 0 or more, and 1 epoch"
                  + " or more",
              startWithin,
              stopWithin,
              readoptWithin,
              readoptWithFreeSlot,
              hungAtLeast,
              hungTimes,
              makeWayWithin));
    }
  }

  /** With a minute to make way. */
  public Deadlines(
      Duration startWithin,
      Duration stopWithin,
      Duration readoptWithin,
      Duration readoptWithFreeSlot,
      Duration hungAtLeast,
      int hungTimes) {
    this(
        startWithin,
        stopWithin,
        readoptWithin,
        readoptWithFreeSlot,
        hungAtLeast,
        hungTimes,
        MAKE_WAY_WITHIN);
  }

  /** How long a lost worker's attempts wait for it while another slot could take the trial. */
  public Duration readoptAtFirst() {
    return readoptWithFreeSlot.compareTo(readoptWithin) < 0 ? readoptWithFreeSlot : readoptWithin;
  }
}
