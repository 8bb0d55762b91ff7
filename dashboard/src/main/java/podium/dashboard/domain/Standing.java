package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;
import podium.protocol.event.TrialStatus;

/**
 * Where a trial stands. Immutable.
 *
 * @param since offset from which the status holds
 * @param attempts placements so far
 * @param worker of the last placement; empty while queued
 * @param startedAt when it first began to train
 */
public record Standing(
    TrialStatus status,
    long since,
    int attempts,
    Optional<String> worker,
    Optional<String> slot,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt,
    Optional<String> reason) {
  public Standing {
    reason = reason.map(Texts::cut);
  }

  static Standing queued(long since) {
    return new Standing(
        TrialStatus.QUEUED,
        since,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  Standing placed(long offset, int attempt, String onWorker, String onSlot, String why) {
    return new Standing(
        TrialStatus.RUNNING,
        offset,
        attempt,
        Optional.of(onWorker),
        Optional.of(onSlot),
        startedAt,
        Optional.empty(),
        Optional.of(why));
  }

  Standing started(Instant time) {
    return new Standing(
        status,
        since,
        attempts,
        worker,
        slot,
        Optional.of(startedAt.orElse(time)),
        endedAt,
        reason);
  }

  Standing requeued(long offset, String why) {
    return new Standing(
        TrialStatus.QUEUED,
        offset,
        attempts,
        Optional.empty(),
        Optional.empty(),
        startedAt,
        Optional.empty(),
        Optional.of(why));
  }

  Standing paused(long offset, String why) {
    return new Standing(
        TrialStatus.PAUSED,
        offset,
        attempts,
        Optional.empty(),
        Optional.empty(),
        startedAt,
        Optional.empty(),
        Optional.of(why));
  }

  Standing because(String why) {
    return new Standing(
        status, since, attempts, worker, slot, startedAt, endedAt, Optional.of(why));
  }

  Standing ended(long offset, TrialStatus how, Instant time, String why) {
    return new Standing(
        how, offset, attempts, worker, slot, startedAt, Optional.of(time), Optional.of(why));
  }
}
