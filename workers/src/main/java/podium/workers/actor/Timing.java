package podium.workers.actor;

import java.time.Duration;

/**
 * How long a worker's actors wait.
 *
 * @param tick between heartbeats
 * @param progress least time between two progress messages of a slot
 * @param room between two looks whether a full spool has room
 * @param stop after which a trainer that was asked to stop is closed and replaced
 * @param farewell what delivery may take once all attempts ended on a clean stop
 */
public record Timing(
    Duration tick, Duration progress, Duration room, Duration stop, Duration farewell) {
  /** What a worker uses. */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(1),
          Duration.ofMillis(500),
          Duration.ofMillis(250),
          Duration.ofSeconds(20),
          Duration.ofSeconds(2));

  /** The same with another time to stop. */
  public Timing withStop(Duration other) {
    return new Timing(tick, progress, room, other, farewell);
  }
}
