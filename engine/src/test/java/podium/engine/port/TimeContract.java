package podium.engine.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What every time promises. */
public abstract class TimeContract {
  private static final Duration WHILE = Duration.ofMillis(20);

  /** The time under test. */
  protected abstract Time time();

  /** Lets so much time pass. */
  protected abstract void pass(Duration duration);

  @Test
  void nanos_askedAgainAndAgain_neverGoBack() {
    Time time = time();
    long before = time.nanos();
    for (int i = 0; i < 10_000; i++) {
      long now = time.nanos();
      // why: only differences mean something, the numbers may wrap around
      assertThat(now - before).isNotNegative();
      before = now;
    }
  }

  @Test
  void timePassed_isSeenOnBothClocks() {
    Time time = time();
    long nanos = time.nanos();
    Instant wall = time.wall();
    pass(WHILE);
    assertThat(time.nanos() - nanos).isGreaterThanOrEqualTo(WHILE.toNanos());
    // why: a wall clock may be corrected a little at any time
    assertThat(Duration.between(wall, time.wall())).isGreaterThanOrEqualTo(WHILE.dividedBy(2));
  }
}
