package podium.engine.worker;

import java.time.Duration;
import java.util.Optional;
import podium.protocol.Text;
import podium.protocol.experiment.Limits;

/**
 * Whether an attempt is so long past its limits that its trainer will not end it by itself. What it
 * waits for outside of training counts for no limit. All times are of one monotonic clock, in
 * nanoseconds. Not thread-safe.
 */
public final class LimitWatch {
  private Limits limits;
  private final Duration grace;

  /** Since when its trainer is to keep them. */
  private long limitedSince;

  private long start;
  private long epochStart;
  private long last;
  private boolean inEpoch;
  private boolean moved;

  /**
   * Of an attempt that begins now.
   *
   * @param grace what its trainer may take past a limit
   */
  public LimitWatch(Limits limits, Duration grace, long now) {
    this.limits = limits;
    this.grace = grace;
    this.limitedSince = now;
    this.start = now;
    this.epochStart = now;
    this.last = now;
  }

  /** It has other limits from now on; its trainer has the grace to see to them by itself. */
  public void limit(Limits other, long now) {
    if (!other.equals(limits)) {
      limits = other;
      limitedSince = now;
    }
  }

  /** Whether there is anything to watch. */
  public boolean isNeeded() {
    return limits.wallSeconds() > 0 || limits.epochSeconds() > 0;
  }

  /** An epoch begins. */
  public void beginEpoch(long now) {
    inEpoch = true;
    moved = false;
    epochStart = now;
    last = now;
  }

  /** It is a step further. */
  public void moved(long now) {
    moved = true;
    last = now;
  }

  /** It has waited since it was last heard of. */
  public void waited(long now) {
    start += now - last;
    epochStart += now - last;
    last = now;
  }

  /** Whether a step was told since the epoch began, or the attempt before its first epoch. */
  public boolean hasMoved() {
    return moved;
  }

  /** Which limit it is past, in words; nothing while all is well. */
  public Optional<String> over(long now) {
    if (now - limitedSince <= grace.toNanos()) {
      return Optional.empty();
    }
    if (isOver(now - start, limits.wallSeconds())) {
      return Optional.of(Text.of("the attempt went past its limit of %d s", limits.wallSeconds()));
    }
    return inEpoch && isOver(now - epochStart, limits.epochSeconds())
        ? Optional.of(Text.of("an epoch went past its limit of %d s", limits.epochSeconds()))
        : Optional.empty();
  }

  private boolean isOver(long passed, long seconds) {
    return seconds > 0 && passed > Duration.ofSeconds(seconds).plus(grace).toNanos();
  }
}
