package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What is counted over the whole log. Immutable.
 *
 * @param lostRequests as far as the log tells how many were lost
 * @param withoutEffect facts that changed nothing here: refused, not understood, or not to be
 *     stored
 * @param refused facts that contradict what stands before them
 * @param time of the last event that counts
 */
public record Totals(
    long experiments,
    long rejected,
    long duplicates,
    long lostRequests,
    long fencedReports,
    long withoutEffect,
    long refused,
    Optional<Instant> time) {
  /** Before the first event. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, Optional.empty());

  Totals at(Instant at) {
    return new Totals(
        experiments,
        rejected,
        duplicates,
        lostRequests,
        fencedReports,
        withoutEffect,
        refused,
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
        refused + (tally == Tally.REFUSED ? more : 0),
        time);
  }

  /** What is counted. */
  public enum Tally {
    EXPERIMENT,
    REJECTED,
    DUPLICATE,
    LOST_REQUESTS,
    FENCED_REPORT,
    WITHOUT_EFFECT,
    REFUSED
  }
}
