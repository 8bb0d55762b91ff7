package podium.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Limits;

/** When a worker should have been told other limits. */
final class TimeLimitsTest {
  private final TimeLimits limits = new TimeLimits(Limits.NONE, 0);

  private long late(LongStream heard) {
    return heard.filter(now -> limits.isLate(false, now)).count();
  }

  @Test
  void isLate_answersOfOneThatSlept_allAtOnce_countOnce() {
    assertThat(late(LongStream.generate(() -> 856_915).limit(40))).isZero();
    assertThat(late(LongStream.of(857_915, 858_915))).isZero();
  }

  @Test
  void isLate_answersOneAfterAnother_isSaidOnce_andForgottenOnceTheLimitsAreThoseOfTheLog() {
    assertThat(late(LongStream.range(0, 29).map(beat -> beat * 1_000))).isZero();
    assertThat(limits.isLate(true, 29_000)).isFalse();
    assertThat(late(LongStream.range(30, 59).map(beat -> beat * 1_000))).isZero();
    assertThat(late(LongStream.range(59, 99).map(beat -> beat * 1_000))).isEqualTo(1);
  }
}
