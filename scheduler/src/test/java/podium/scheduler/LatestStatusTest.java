package podium.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.port.Time;

final class LatestStatusTest {
  private static final SchedulerStatus ACTIVE = new SchedulerStatus(Phase.ACTIVE, 3, 2, "deciding");

  private Duration passed = Duration.ZERO;
  private final LatestStatus latest =
      new LatestStatus(
          new Time() {
            @Override
            public Instant wall() {
              return Instant.EPOCH;
            }

            @Override
            public long nanos() {
              return passed.toNanos() - 7;
            }
          });

  @Test
  void now_whileItSaysSo_isWhatItSaidLast() {
    latest.tell(ACTIVE);
    passed = passed.plusSeconds(2);
    assertThat(latest.now()).isEqualTo(ACTIVE);
    assertThat(latest.now().served()).isTrue();
  }

  @Test
  void now_afterThreeSecondsOfSilence_isFailedAndSaysForHowLong() {
    latest.tell(ACTIVE);
    passed = passed.plusSeconds(4);
    assertThat(latest.now())
        .isEqualTo(
            new SchedulerStatus(Phase.FAILED, 3, 0, "the scheduler has not said anything for 4 s"));
    assertThat(latest.now().served()).isFalse();
    latest.tell(ACTIVE);
    assertThat(latest.now()).isEqualTo(ACTIVE);
  }

  @Test
  void now_ofOneThatNeverSaidAnything_isFailedSoon() {
    passed = passed.plusSeconds(3);
    assertThat(latest.now().phase()).isEqualTo(Phase.FAILED);
  }
}
