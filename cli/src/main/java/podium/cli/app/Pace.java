package podium.cli.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How fast a log is replayed: so many times as fast as it came about, or at once. Immutable. */
public record Pace(double times) {
  private static final Pace MAX = new Pace(0);

  /**
   * Reads {@code 60x}, {@code 1x} or {@code max}.
   *
   * @return nothing when it is none of them
   */
  public static Optional<Pace> of(String text) {
    if (text.equals("max")) {
      return Optional.of(MAX);
    }
    if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,6})?x")) {
      return Optional.empty();
    }
    double times = Double.parseDouble(text.substring(0, text.length() - 1));
    return times > 0 ? Optional.of(new Pace(times)) : Optional.empty();
  }

  /** How long it takes from one fact to a later one. */
  public Duration between(Instant one, Instant later) {
    return times == 0 || !later.isAfter(one)
        ? Duration.ZERO
        : Duration.ofNanos(Math.round(Duration.between(one, later).toNanos() / times));
  }
}
