package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What is counted over the whole log. Immutable.
 *
 * @param lostRequests as far as the log tells how many were lost
 * @param withoutEffect facts that could change nothing, such as those about an unknown trial
 * @param time of the last event that counts
 */
public record Totals(
    long experiments,
    long rejected,
    long duplicates,
    long lostRequests,
    long fencedReports,
    long withoutEffect,
    Optional<Instant> time) {
  /** Before the first event. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, Optional.empty());

  Totals at(Instant at) {
    return new Totals(
        experiments,
        rejected,
        duplicates,
        lostRequests,
        fencedReports,
        withoutEffect,
        Optional.of(at));
  }

  Totals plus(Tally tally, long more) {
    return new Totals(
        experiments + (tally == Tally.EXPERIMENT ? more : 0),
        rejected + (tally == Tally.REJECTED ? more : 0),
        duplicates + (tally == Tally.DUPLICATE ? more : 0),
        lostRequests + (tally == Tally.LOST_REQUESTS ? more : 0),
        fencedReports + (tally == Tally.FENCED_REPORT ? more : 0),
        withoutEffect + (tally == Tally.WITHOUT_EFFECT ? more : 0),
        time);
  }

  /** What is counted. */
  public enum Tally {
    EXPERIMENT,
    REJECTED,
    DUPLICATE,
    LOST_REQUESTS,
    FENCED_REPORT,
    WITHOUT_EFFECT
  }
}
