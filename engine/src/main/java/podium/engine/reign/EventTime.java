package podium.engine.reign;

import java.time.Duration;
import java.time.Instant;
import podium.engine.port.Time;

/**
 * Time of events: wall clock at the term's start, or the last event's time where that is later,
 * plus monotonic time since.
 */
final class EventTime {
  private final Time time;
  private final Instant start;
  private final long startNanos;

  EventTime(Time time, Instant lastEvent) {
    Instant now = time.wall();
    this.time = time;
    // why: a wall clock that went back must not stop the time in which things are due
    this.start = now.isBefore(lastEvent) ? lastEvent : now;
    this.startNanos = time.nanos();
  }

  /** The time of an event now. */
  Instant next() {
    return start.plusNanos(time.nanos() - startNanos);
  }

  /** How far the wall clock is ahead, as after a sleep that the monotonic clock does not count. */
  Duration behindTheWall() {
    Duration behind = Duration.between(next(), time.wall());
    return behind.isNegative() ? Duration.ZERO : behind;
  }
}
