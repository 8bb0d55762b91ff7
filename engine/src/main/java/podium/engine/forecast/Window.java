package podium.engine.forecast;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import podium.protocol.event.Forecast;

/**
 * When something is expected: in four of five cases from {@code earliest} to {@code latest}.
 *
 * @param likely in one of two cases until then; nothing where that is not known
 * @param latest nothing where that is not known
 */
public record Window(Instant earliest, Optional<Instant> likely, Optional<Instant> latest) {
  /**
   * So many looks ahead: of as many values and one more to come, four of five are between the
   * fourth and the fourth last.
   */
  static final int LOOKS = 39;

  private static final int EARLIEST = 3;
  private static final int LIKELY = 19;
  private static final int LATEST = 35;

  /**
   * What so many looks ahead came to, in milliseconds from now; nothing where most know nothing.
   */
  static Optional<Window> of(Instant now, double[] looks) {
    double[] sorted = looks.clone();
    Arrays.sort(sorted);
    return at(now, sorted[EARLIEST])
        .map(earliest -> new Window(earliest, at(now, sorted[LIKELY]), at(now, sorted[LATEST])));
  }

  private static Optional<Instant> at(Instant now, double millis) {
    return millis < Job.NEVER
        ? Optional.of(now.plusMillis((long) Math.max(0, millis)))
        : Optional.empty();
  }

  /** All of it, where all of it is known. */
  public Optional<Forecast> whole() {
    return likely.flatMap(it -> latest.map(last -> new Forecast(earliest, it, last)));
  }
}
