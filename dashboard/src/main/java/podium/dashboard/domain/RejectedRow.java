package podium.dashboard.domain;

import java.time.Instant;
import java.util.List;
import podium.protocol.event.Source;

/** A request that could not be followed, or requests that were lost. Immutable. */
public record RejectedRow(
    long offset,
    Instant time,
    Source source,
    List<String> reasons,
    String quote,
    long bytes,
    String sha256) {
  public RejectedRow {
    reasons = List.copyOf(reasons);
  }
}
