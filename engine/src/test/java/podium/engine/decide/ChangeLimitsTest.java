package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Memory;
import podium.engine.state.Trial;
import podium.protocol.codec.PlainCodec;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.experiment.Limits;
import podium.protocol.id.TrialId;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Limits of time that people change while trials train. */
final class ChangeLimitsTest {
  private static final Duration STOP = DecisionSettings.DEFAULT.deadlines().stopWithin();
  private static final TrialId TRIAL = new TrialId("mine-1.1");
  private final Given given = new Given();

  /** A trial that trains, and one that waits. */
  @BeforeEach
  void trains() {
    given.submit(
        Given.limited(Given.spec("mine", 0, "resnet18", "vgg16"), new Limits(100, 500, 10, 3)));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.started("mine-1.1", 1));
  }

  private void change(Optional<Long> wallSeconds, Optional<Long> epochSeconds) {
    given.act(
        new Action.Change(
            "mine",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            wallSeconds,
            epochSeconds));
  }

  private void epochs(long seconds) {
    change(Optional.empty(), Optional.of(seconds));
  }

  private Trial trial() {
    return given.state.trial(TRIAL).orElseThrow();
  }

  private Duration ofAnEpoch(long seconds) {
    return Duration.ofSeconds(seconds).plus(STOP);
  }

  @Test
  void epochs_mayTakeLonger_endByTheNewLimitAlone() {
    given.after(ofAnEpoch(10).minusMillis(1));
    epochs(100);
    given.after(ofAnEpoch(90).minus(STOP));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    given.after(Duration.ofMillis(1));
    assertThat(given.last(Event.StopOrdered.class).why()).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void epochs_mayTakeLess_endAtOnceWhereThatIsOver() {
    epochs(100);
    given.after(ofAnEpoch(9));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    epochs(9);
    assertThat(given.last(Event.StopOrdered.class).why()).isEqualTo(Outcome.TIMEOUT);
  }

  @Test
  void epochs_withoutALimit_neverEndByOne() {
    epochs(0);
    given.after(Duration.ofDays(1));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    assertThat(trial().state()).isEqualTo(Trial.State.RUNNING);
  }

  @Test
  void attemptThatIsToldToStop_moreTimeComesTooLate() {
    given.after(ofAnEpoch(10));
    epochs(0);
    given.after(STOP);
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(trial().state()).isEqualTo(Trial.State.FAILED);
  }

  @Test
  void orders_ofThoseThatTrainAndThatAreNext_sayTheNewLimits() {
    change(Optional.of(900L), Optional.empty());
    WorkerMessage told = given.state.order(TRIAL).orElseThrow().message(1);
    assertThat(told)
        .isEqualTo(new WorkerMessage.Limit(1, "i", TRIAL, 1, new Limits(100, 900, 10, 3)));
    assertThat(given.state.unansweredOf("w", "i")).as("said again and again").hasSize(1);
    given.report("w", "i", Given.ended("mine-1.1", 1, 2, Outcome.DIVERGED));
    assertThat(given.state.order(new TrialId("mine-1.2")).orElseThrow().message(1))
        .isInstanceOfSatisfying(
            WorkerMessage.Train.class,
            train -> assertThat(train.spec().limits()).isEqualTo(new Limits(100, 900, 10, 3)));
  }

  @Test
  void change_backToTheFirstLimits_isStillTold() {
    epochs(100);
    epochs(10);
    assertThat(given.state.unansweredOf("w", "i")).hasSize(1);
  }

  @Test
  void change_ofTime_leavesTheOthersAndStandsInASnapshot() {
    change(Optional.of(0L), Optional.of(77L));
    assertThat(trial().experiment().limits()).isEqualTo(new Limits(100, 0, 77, 3));
    byte[] kept = PlainCodec.encode(Memory.of(given.state));
    assertThat(PlainCodec.decode(kept, Memory.class).restored().snapshot())
        .isEqualTo(given.state.snapshot());
  }
}
