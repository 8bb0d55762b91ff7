package podium.workers.training;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;

/** Whether the current attempt is to end early; may be set from any thread. */
final class StopSignal {
  private final LongSupplier nanoTime;
  private volatile Optional<Outcome> wanted = Optional.empty();
  private long start;
  private Limits limits = Limits.NONE;

  StopSignal(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A new attempt begins now, under these limits. */
  void begin(Limits attemptLimits) {
    wanted = Optional.empty();
    limits = attemptLimits;
    start = nanoTime.getAsLong();
  }

  void stop(Outcome why) {
    wanted = Optional.of(why);
  }

  /**
   * Goes on, or not.
   *
   * @throws AttemptEnded when the attempt is to end
   */
  void check() {
    Optional<Outcome> why = wanted;
    if (why.isPresent()) {
      throw new AttemptEnded(why.get(), "stopped at the end of a batch");
    }
    Duration passed = Duration.ofNanos(nanoTime.getAsLong() - start);
    if (limits.wallSeconds() > 0 && passed.toSeconds() >= limits.wallSeconds()) {
      throw new AttemptEnded(
          Outcome.TIMEOUT,
          "reached its limit of %d s; raise wallSeconds or train fewer epochs"
              .formatted(limits.wallSeconds()));
    }
  }
}
