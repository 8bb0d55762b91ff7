package podium.engine.simulation;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.experiment.Limits;
import podium.protocol.message.WorkerMessage;

/** How long an attempt that trains and its epochs may take; all times in milliseconds. */
final class TimeLimits {
  /** So often a scheduler answers heartbeats before it told an attempt's limits in any case. */
  private static final int LONGEST_BEHIND = 30;

  // why: one that slept answers at once what was said to it meanwhile, before it tells what it
  // decides then
  private static final long LEAST_BETWEEN = 500;

  private final long begun;
  private Limits limits;
  private Optional<Long> epochBegun = Optional.empty();
  private int behind;
  private long behindAt;

  TimeLimits(Limits limits, long begun) {
    this.limits = limits;
    this.begun = begun;
  }

  /** The same order within other limits. */
  static WorkerMessage.Train within(Limits limits, WorkerMessage.Train order) {
    return new WorkerMessage.Train(
        order.term(),
        order.incarnation(),
        order.slot(),
        order.trial(),
        order.attempt(),
        order.spec().timedAs(limits),
        order.checkpoints(),
        order.beside());
  }

  Limits limits() {
    return limits;
  }

  void limit(Limits other) {
    limits = other;
  }

  void beginEpoch(long now) {
    epochBegun = Optional.of(now);
  }

  void endEpoch() {
    epochBegun = Optional.empty();
  }

  /** When the first of them is over in the present epoch, unless that ends before. */
  Optional<Long> over() {
    return epochBegun.flatMap(
        from ->
            Stream.of(ends(from, limits.epochSeconds()), ends(begun, limits.wallSeconds()))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder()));
  }

  private static Optional<Long> ends(long from, long seconds) {
    return seconds == 0 ? Optional.empty() : Optional.of(from + seconds * 1000);
  }

  /**
   * Its worker heard of a scheduler; says whether that had to tell it by now what the log has. What
   * is heard at once counts once.
   */
  boolean isLate(boolean asTheLogHasIt, long now) {
    if (asTheLogHasIt) {
      behind = 0;
      return false;
    }
    if (behind > 0 && now - behindAt < LEAST_BETWEEN) {
      return false;
    }
    behindAt = now;
    behind++;
    return behind == LONGEST_BEHIND;
  }
}
