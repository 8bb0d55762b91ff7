package podium.protocol.event;

import java.time.Duration;

/**
 * The settings that decisions depend on; carried by the log so that it can be decided again.
 *
 * @param suspectAfter silence after which a worker gets no new trials
 * @param lostAfter silence after which a worker's attempts end as LOST_WORKER
 * @param codeFailures attempts that may end by the trial's own fault before it fails
 * @param infrastructureLosses attempts that may be lost to infrastructure before it fails
 */
public record Policy(
    Duration suspectAfter, Duration lostAfter, int codeFailures, int infrastructureLosses) {
  /** Lost after 8 s of silence; 3 failures of code, 20 losses. */
  public static final Policy DEFAULT =
      new Policy(Duration.ofSeconds(4), Duration.ofSeconds(8), 3, 20);

  public Policy {
    if (suspectAfter.isNegative() || lostAfter.compareTo(suspectAfter) < 0) {
      throw new IllegalArgumentException(
          "suspect after %s and lost after %s; lost must not come before suspect"
              .formatted(suspectAfter, lostAfter));
    }
    if (codeFailures < 1 || infrastructureLosses < 1) {
      throw new IllegalArgumentException(
          "budgets are %d and %d; allowed: 1 or more"
              .formatted(codeFailures, infrastructureLosses));
    }
  }
}
