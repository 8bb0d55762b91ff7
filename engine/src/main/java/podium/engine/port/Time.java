package podium.engine.port;

import java.time.Instant;

/** Port: what time it is. */
public interface Time {
  /** The time that people read off a clock; it may be set, also back. */
  Instant wall();

  /** Nanoseconds of a clock that never goes back; only differences mean something. */
  long nanos();
}
