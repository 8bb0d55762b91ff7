package podium.dashboard.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * What is counted over the whole log. Immutable.
 *
 * @param time of the last event that counts
 */
public record Totals(
    long experiments,
    long rejected,
    long duplicates,
    long lostRequests,
    long fencedReports,
    Optional<Instant> time) {
  /** Before the first event. */
  public static final Totals NONE = new Totals(0, 0, 0, 0, 0, Optional.empty());

  Totals at(Instant at) {
    return new Totals(
        experiments, rejected, duplicates, lostRequests, fencedReports, Optional.of(at));
  }

  Totals plus(Tally tally) {
    return switch (tally) {
      case EXPERIMENT ->
          new Totals(experiments + 1, rejected, duplicates, lostRequests, fencedReports, time);
      case REJECTED ->
          new Totals(experiments, rejected + 1, duplicates, lostRequests, fencedReports, time);
      case DUPLICATE ->
          new Totals(experiments, rejected, duplicates + 1, lostRequests, fencedReports, time);
      case LOST_REQUESTS ->
          new Totals(experiments, rejected, duplicates, lostRequests + 1, fencedReports, time);
      case FENCED_REPORT ->
          new Totals(experiments, rejected, duplicates, lostRequests, fencedReports + 1, time);
    };
  }

  /** What is counted. */
  public enum Tally {
    EXPERIMENT,
    REJECTED,
    DUPLICATE,
    LOST_REQUESTS,
    FENCED_REPORT
  }
}
