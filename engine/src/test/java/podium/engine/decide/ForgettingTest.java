package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Legality;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Workers that are gone for a day are forgotten, unless somebody waits for what they have. */
final class ForgettingTest {
  private static final Duration DAY = DecisionSettings.DEFAULT.forgetAfter();

  private final Given given = new Given();

  private void reign(Duration checkpointWait) {
    DecisionSettings usual = DecisionSettings.DEFAULT;
    given.fold(
        new Event.SchedulerStarted(
            new DecisionSettings(
                usual.suspectAfter(),
                usual.lostAfter(),
                usual.codeFailures(),
                usual.infrastructureLosses(),
                usual.fruitlessAttempts(),
                usual.retryAfter(),
                checkpointWait,
                usual.deadlines(),
                usual.forgetAfter(),
                usual.placement(),
                usual.rules()),
            "",
            NodeAddress.UNKNOWN));
  }

  private void lose(String worker, String incarnation) {
    given.when(new Command.Silence(worker, incarnation, Duration.ofSeconds(9)));
  }

  @Test
  void worker_goneForADay_isForgottenWithTheProcessesItReplaced() {
    given.worker("w", "i1", "cpu:0");
    given.worker("w", "i2", "cpu:0");
    given.worker("v", "v1", "cpu:0");
    lose("w", "i2");
    given.after(DAY.minusSeconds(1));
    assertThat(given.state.worker("w")).isPresent();
    assertThat(given.state.replaced("i1")).isTrue();
    given.after(Duration.ofSeconds(1));
    assertThat(given.last(Event.WorkerForgotten.class))
        .isEqualTo(new Event.WorkerForgotten("w", "i2"));
    assertThat(given.state.worker("w")).isEmpty();
    assertThat(given.state.replaced("i1")).isFalse();
    given.after(DAY.multipliedBy(3));
    assertThat(given.state.worker("v")).as("it is there").isPresent();
    assertThat(given.worker("w", "i1", "cpu:0"))
        .as("it may come back as a new one")
        .isInstanceOf(Answer.Registered.class);
  }

  @Test
  void worker_thatReturnsInTime_isNotForgotten() {
    given.worker("w", "i1", "cpu:0");
    lose("w", "i1");
    given.after(DAY.minusSeconds(1));
    given.worker("w", "i1", "cpu:0");
    given.after(DAY.multipliedBy(2));
    assertThat(given.all(Event.WorkerForgotten.class)).isEmpty();
  }

  @Test
  void worker_whoseHomeATrialWaitsFor_isForgottenOnlyAfterThatTrialWentOn() {
    Duration wait = DAY.multipliedBy(2);
    reign(wait);
    given.submit(Given.spec("e", 0, "resnet18"));
    given.workerAt("far", "w", "i1", "cpu:0");
    given.report("w", "i1", Given.started("e-1.1", 1));
    given.report("w", "i1", Given.epoch("e-1.1", 1, 2, 1));
    lose("w", "i1");
    given.after(DAY.plusHours(1));
    assertThat(given.all(Event.WorkerForgotten.class)).isEmpty();
    given.after(wait);
    assertThat(given.last(Event.TrialRestarted.class).trial()).isEqualTo(new TrialId("e-1.1"));
    assertThat(given.all(Event.WorkerForgotten.class)).hasSize(1);
    assertThat(given.events.indexOf(given.last(Event.TrialRestarted.class)))
        .isLessThan(given.events.indexOf(given.last(Event.WorkerForgotten.class)));
  }

  @Test
  void forgotten_workersReportsOfAnEndedTrial_areAnsweredAsBefore() {
    given.submit(Given.spec("e", 0, "resnet18"));
    given.worker("w", "i1", "cpu:0");
    given.report("w", "i1", Given.started("e-1.1", 1));
    given.report("w", "i1", Given.ended("e-1.1", 1, 2, Outcome.SUCCEEDED));
    assertThat(given.state.trial(new TrialId("e-1.1")).orElseThrow().status())
        .isEqualTo(TrialStatus.SUCCEEDED);
    lose("w", "i1");
    given.after(DAY);
    assertThat(given.all(Event.WorkerForgotten.class)).hasSize(1);
    assertThat(given.report("w", "i1", Given.ended("e-1.1", 1, 2, Outcome.SUCCEEDED)))
        .isEqualTo(new Decided<>(Optional.empty(), new Answer.Repeat(3)));
  }

  @Test
  void forgotten_ofAWorkerThatIsThere_cannotBe() {
    given.worker("w", "i1", "cpu:0");
    Event fact = new Event.WorkerForgotten("w", "i1");
    assertThat(Legality.against(given.state, fact)).isPresent();
    lose("w", "i1");
    assertThat(Legality.against(given.state, fact)).isEmpty();
    assertThat(Legality.against(given.state, new Event.WorkerForgotten("w", "i0"))).isPresent();
  }
}
