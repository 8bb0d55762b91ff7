package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;
import podium.protocol.id.TrialId;
import podium.protocol.report.DataFacts;
import podium.protocol.report.Outcome;
import podium.protocol.report.Start;

/**
 * One placement of a trial on a slot. Immutable.
 *
 * @param microBatch how many images it computes at a time, where its recipe does not say it
 * @param resumedFrom epoch of the checkpoint it went on from; 0 when it began afresh
 * @param data what it trains on, once it has begun
 * @param from offset of its placement
 * @param begun offset of its start
 * @param to offset of its end
 */
public record AttemptRow(
    TrialId trial,
    int attempt,
    String worker,
    String incarnation,
    String slot,
    Optional<Integer> microBatch,
    Instant placedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<Outcome> outcome,
    Optional<String> message,
    Optional<Integer> resumedFrom,
    Optional<DataFacts> data,
    long from,
    Optional<Long> begun,
    Optional<Long> to) {

  public AttemptRow {
    message = message.map(Texts::cut);
  }

  AttemptRow started(Instant time, Start start, long offset) {
    return new AttemptRow(
        trial,
        attempt,
        worker,
        incarnation,
        slot,
        microBatch,
        placedAt,
        Optional.of(time),
        endedAt,
        outcome,
        message,
        Optional.of(start.resumedFromEpoch()),
        Optional.of(start.data()),
        from,
        Optional.of(offset),
        to);
  }

  AttemptRow ended(Instant time, Outcome how, String why, long offset) {
    return new AttemptRow(
        trial,
        attempt,
        worker,
        incarnation,
        slot,
        microBatch,
        placedAt,
        startedAt,
        Optional.of(time),
        Optional.of(how),
        Optional.of(why),
        resumedFrom,
        data,
        from,
        begun,
        Optional.of(offset));
  }
}
