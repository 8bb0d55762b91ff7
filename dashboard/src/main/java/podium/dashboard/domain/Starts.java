package podium.dashboard.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import podium.protocol.event.TrialStatus;

/**
 * How long trials wait before they first train. Immutable.
 *
 * @param median of the latest 100 that began, from being accepted on; empty before the first
 * @param first when the one that has waited longest was accepted; empty where none waits
 */
public record Starts(Optional<Duration> median, Optional<Instant> first) {
  private static final int LATEST = 100;

  /** Of these trials. */
  public static Starts of(List<TrialRow> trials) {
    List<Duration> latest =
        trials.stream()
            .filter(row -> row.standing().startedAt().isPresent())
            .sorted(Comparator.comparing(Starts::startedAt).reversed())
            .limit(LATEST)
            .map(row -> Duration.between(row.identity().acceptedAt(), startedAt(row)))
            .sorted()
            .toList();
    Stream<Instant> waiting =
        trials.stream()
            .filter(row -> row.standing().status() == TrialStatus.QUEUED)
            .filter(row -> row.standing().startedAt().isEmpty())
            .map(row -> row.identity().acceptedAt());
    return new Starts(
        latest.isEmpty() ? Optional.empty() : Optional.of(latest.get(latest.size() / 2)),
        waiting.min(Comparator.naturalOrder()));
  }

  private static Instant startedAt(TrialRow row) {
    return row.standing().startedAt().orElse(Instant.MIN);
  }
}
