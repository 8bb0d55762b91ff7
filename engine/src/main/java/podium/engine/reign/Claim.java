package podium.engine.reign;

import java.time.Duration;
import java.time.Instant;
import podium.engine.port.Time;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event.SchedulerStarted;

/**
 * A claim of a term that is on its way.
 *
 * @param madeAt nanoseconds of a monotonic clock
 */
record Claim(long term, String incarnation, SchedulerStarted started, long madeAt) {
  /** As it goes to the log. */
  byte[] record(Instant time) {
    return EventCodec.encode(Entry.of(term, incarnation, 0, "", time, started));
  }

  /** Ends a life whose claim got lost on its way: that is missed by nobody else. */
  void await(Time time) {
    if (Duration.ofNanos(time.nanos() - madeAt).compareTo(Reign.LONGEST_READ_BACK) > 0) {
      throw new ReignEnded("own claim was not read back within " + Reign.LONGEST_READ_BACK);
    }
  }
}
