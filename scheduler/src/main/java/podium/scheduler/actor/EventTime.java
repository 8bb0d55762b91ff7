package podium.scheduler.actor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Time of events: wall clock at the term's start plus monotonic time since, never earlier than the
 * last event.
 */
final class EventTime {
  private final Instant start;
  private final long startNanos;
  private final LongSupplier nanos;
  private Instant last;

  EventTime(Clock clock, LongSupplier nanos, Instant lastEvent) {
    this.start = clock.instant();
    this.startNanos = nanos.getAsLong();
    this.nanos = nanos;
    this.last = lastEvent;
  }

  Instant next() {
    Instant now = start.plusNanos(nanos.getAsLong() - startNanos);
    last = now.isBefore(last) ? last : now;
    return last;
  }

  Duration sinceStart() {
    return Duration.ofNanos(nanos.getAsLong() - startNanos);
  }
}
