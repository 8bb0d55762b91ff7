package podium.benchmarks;

import java.time.Duration;

/**
 * Trials of one queue that are alike.
 *
 * @param count of them in each queue
 * @param slots that each needs together
 * @param runtime for which each holds them
 * @param every how long after the one before it each is submitted
 */
record WorkClass(
    String name, int count, int slots, Duration runtime, int priority, Duration every) {
  /** Slot-seconds of all of them. */
  double work() {
    return (double) count * slots * runtime.toMillis() / 1000;
  }
}
