package podium.benchmarks;

import java.util.Map;

/**
 * What came of a load.
 *
 * @param seconds from the first submission to the last end
 * @param byClass what trials of a class waited for, by its name
 * @param given the share of all slots that the log says were given away, over that time
 * @param scheduler processor seconds of the scheduler's own threads
 * @param process the same of all of the process: broker, scheduler, workers, submissions, and JVM
 * @param facts in the log by type
 * @param violations that the audit of the log found
 */
record QueueOutcome(
    double seconds,
    Map<String, Waited> byClass,
    double given,
    double scheduler,
    double process,
    Map<String, Long> facts,
    long violations) {
  /**
   * Seconds from submission until the trial was placed, and until its worker had the order.
   *
   * @param placed as the fact's time says
   */
  record Waited(Samples placed, Samples ordered) {}
}
