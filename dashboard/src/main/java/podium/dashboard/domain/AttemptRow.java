package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;
import podium.protocol.report.Outcome;

/**
 * One placement of a trial on a slot. Immutable.
 *
 * @param resumedFrom epoch of the checkpoint it went on from; 0 when it began afresh
 * @param from offset of its placement
 * @param to offset of its end
 */
public record AttemptRow(
    String trial,
    int attempt,
    String worker,
    String incarnation,
    String slot,
    Instant placedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Outcome> outcome,
    Optional<String> message,
    Optional<Integer> resumedFrom,
    long from,
    Optional<Long> to) {

  AttemptRow started(Instant time, int resumed) {
    return new AttemptRow(
        trial,
        attempt,
        worker,
        incarnation,
        slot,
        placedAt,
        Optional.of(time),
        endedAt,
        outcome,
        message,
        Optional.of(resumed),
        from,
        to);
  }

  AttemptRow ended(Instant time, Outcome how, String why, long offset) {
    return new AttemptRow(
        trial,
        attempt,
        worker,
        incarnation,
        slot,
        placedAt,
        startedAt,
        Optional.of(time),
        Optional.of(how),
        Optional.of(why),
        resumedFrom,
        from,
        Optional.of(offset));
  }
}
