package podium.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import podium.protocol.experiment.Limits;

final class LimitWatchTest {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static long at(long seconds) {
    return Duration.ofSeconds(seconds).toNanos() + 1;
  }

  private static LimitWatch watch(long wall, long epoch) {
    return new LimitWatch(new Limits(0, wall, epoch), GRACE, 0);
  }

  @Test
  void over_withoutLimits_isNever() {
    assertThat(watch(0, 0).isNeeded()).isFalse();
    assertThat(watch(0, 0).over(at(1_000_000))).isEmpty();
  }

  @Test
  void over_epoch_countsFromItsBeginAndNotBeforeTheFirst() {
    LimitWatch watch = watch(0, 10);
    assertThat(watch.over(at(500))).isEmpty();
    watch.beginEpoch(at(500));
    assertThat(watch.over(at(530) - 1)).isEmpty();
    assertThat(watch.over(at(530) + 1)).contains("an epoch went past its limit of 10 s");
    watch.beginEpoch(at(531));
    assertThat(watch.over(at(540))).isEmpty();
  }

  @Test
  void over_wall_countsFromTheBeginOfTheAttempt() {
    LimitWatch watch = watch(100, 0);
    watch.beginEpoch(at(119));
    assertThat(watch.over(at(119))).isEmpty();
    assertThat(watch.over(at(120))).contains("the attempt went past its limit of 100 s");
  }

  @Test
  void waited_countsForNoLimit() {
    LimitWatch watch = watch(100, 10);
    watch.beginEpoch(at(1));
    watch.moved(at(5));
    watch.waited(at(50));
    watch.waited(at(905));
    assertThat(watch.over(at(925))).isEmpty();
    assertThat(watch.over(at(932))).contains("an epoch went past its limit of 10 s");
    watch.beginEpoch(at(932));
    watch.waited(at(950));
    assertThat(watch.over(at(1040) + 1)).contains("the attempt went past its limit of 100 s");
  }

  @Test
  void limit_raisedInTime_sparesWhatTheOneBeforeWouldEnd() {
    LimitWatch watch = watch(100, 10);
    watch.beginEpoch(at(1));
    watch.limit(new Limits(0, 200, 0), at(30));
    assertThat(watch.over(at(219))).isEmpty();
    assertThat(watch.over(at(220) + 1)).contains("the attempt went past its limit of 200 s");
    watch.limit(Limits.NONE, at(221));
    assertThat(watch.isNeeded()).isFalse();
    assertThat(watch.over(at(1_000_000))).isEmpty();
  }

  @Test
  void limit_belowWhatPassed_leavesTheTrainerTheGraceToEndByItself() {
    LimitWatch watch = watch(0, 0);
    watch.beginEpoch(at(1));
    watch.limit(new Limits(0, 0, 10), at(500));
    assertThat(watch.over(at(519))).isEmpty();
    watch.limit(new Limits(0, 0, 10), at(519));
    assertThat(watch.over(at(520) + 1))
        .as("what is said again changes nothing")
        .contains("an epoch went past its limit of 10 s");
  }

  @Test
  void hasMoved_isOfTheEpoch() {
    LimitWatch watch = watch(0, 10);
    watch.beginEpoch(at(1));
    assertThat(watch.hasMoved()).isFalse();
    watch.moved(at(2));
    assertThat(watch.hasMoved()).isTrue();
    watch.beginEpoch(at(3));
    assertThat(watch.hasMoved()).isFalse();
  }
}
