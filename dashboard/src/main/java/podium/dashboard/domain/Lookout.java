package podium.dashboard.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import podium.engine.forecast.Expected;

/**
 * What is expected, looked for when somebody asks and then good for a while: it takes a tenth of a
 * second, and more where many wait, in which the board does not follow the log. Thread-safe.
 */
public final class Lookout {
  private static final Duration GOOD_FOR = Duration.ofSeconds(2);

  /** Where so many wait, looking takes a second. */
  private static final int MANY = 10_000;

  private static final Duration OF_MANY_GOOD_FOR = Duration.ofSeconds(30);

  private final Function<Instant, Optional<Expected>> looked;
  private Expected latest = Expected.NOTHING;
  private Instant at = Instant.EPOCH;

  /**
   * Knows nothing yet.
   *
   * @param looked what is expected at a time; nothing where that is not known
   */
  public Lookout(Function<Instant, Optional<Expected>> looked) {
    this.looked = looked;
  }

  /** What is expected at that time, or was shortly before. */
  public synchronized Expected expected(Instant now) {
    Duration goodFor = latest.waits().size() > MANY ? OF_MANY_GOOD_FOR : GOOD_FOR;
    if (now.isBefore(at) || Duration.between(at, now).compareTo(goodFor) >= 0) {
      latest = looked.apply(now).orElse(Expected.NOTHING);
      at = now;
    }
    return latest;
  }
}
