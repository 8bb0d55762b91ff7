package podium.workers.training;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import podium.protocol.experiment.Limits;
import podium.protocol.report.Outcome;

/** Whether the current attempt is to end early; may be set from any thread. */
final class StopSignal {
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition told = lock.newCondition();
  private volatile Optional<Outcome> wanted = Optional.empty();
  private volatile Limits limits = Limits.NONE;
  private long start;
  private long epochStart;
  private int epoch;

  StopSignal(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A new attempt begins now, under these limits. */
  void begin(Limits attemptLimits) {
    wanted = Optional.empty();
    limits = attemptLimits;
    start = nanoTime.getAsLong();
    epoch = 0;
  }

  /** The attempt has these limits of time from now on. */
  void limit(Limits other) {
    limits = other;
  }

  /** An epoch of the attempt, counted from 1, begins now. */
  void beginEpoch(int number) {
    epoch = number;
    epochStart = nanoTime.getAsLong();
  }

  void stop(Outcome why) {
    lock.lock();
    try {
      wanted = Optional.of(why);
      told.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits so long, or until the attempt is to end; the nanoseconds waited, which count for no
   * limit.
   */
  long pause(Duration atMost) {
    long from = nanoTime.getAsLong();
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (wanted.isEmpty() && left > 0) {
        left = told.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the attempt waits", e);
    } finally {
      lock.unlock();
    }
    long waited = nanoTime.getAsLong() - from;
    start += waited;
    epochStart += waited;
    return waited;
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
    long now = nanoTime.getAsLong();
    Limits its = limits;
    if (over(now - start, its.wallSeconds())) {
      throw timeout(
          "the attempt reached its limit of %d s; raise limits.wallSeconds or train fewer epochs"
              .formatted(its.wallSeconds()));
    }
    if (epoch > 0 && over(now - epochStart, its.epochSeconds())) {
      throw timeout(
          "epoch %d reached its limit of %d s; raise limits.epochSeconds or train on fewer images"
              .formatted(epoch, its.epochSeconds()));
    }
  }

  private static boolean over(long passed, long seconds) {
    return seconds > 0 && Duration.ofNanos(passed).toSeconds() >= seconds;
  }

  private static AttemptEnded timeout(String message) {
    return new AttemptEnded(Outcome.TIMEOUT, message);
  }
}
