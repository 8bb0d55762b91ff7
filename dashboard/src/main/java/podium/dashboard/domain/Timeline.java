package podium.dashboard.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which attempts had which slots when. Immutable.
 *
 * @param total attempts in the time that was asked for
 * @param attempts the latest of them, in the order in which they were placed
 */
public record Timeline(long total, List<AttemptRow> attempts) {
  public Timeline {
    attempts = List.copyOf(attempts);
  }

  /** A time; where an end is missing, it goes on. */
  public record Span(Optional<Instant> from, Optional<Instant> to) {}

  /** When the log was where; before the first event there is no time. */
  public record Moment(long offset, Optional<Instant> time) {}
}
