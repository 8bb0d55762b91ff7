package podium.engine.reign;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Time of events: wall clock at the term's start, or the last event's time where that is later,
 * plus monotonic time since.
 */
public final class EventTime {
  private final Instant start;
  private final long startNanos;
  private final LongSupplier nanos;

  public EventTime(Instant now, LongSupplier nanos, Instant lastEvent) {
    // why: a wall clock that went back must not stop the time in which things are due
    this.start = now.isBefore(lastEvent) ? lastEvent : now;
    this.startNanos = nanos.getAsLong();
    this.nanos = nanos;
  }

  /** The time of an event now. */
  public Instant next() {
    return start.plusNanos(nanos.getAsLong() - startNanos);
  }
}
