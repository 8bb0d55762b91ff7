package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.SlotState;
import podium.engine.state.Trial;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Holding;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Holdings, deadlines and slots with somebody in them. */
final class AttemptsTest {
  private static final Deadlines DEADLINES = DecisionSettings.DEFAULT.deadlines();
  private final Given given = new Given();

  private SlotState slot() {
    return Optional.ofNullable(given.state.worker("w").orElseThrow().slots().get("cpu:0"))
        .orElseThrow();
  }

  private Trial trial() {
    return given.state.trial(new TrialId("mine-1.1")).orElseThrow();
  }

  private void running(int epochs) {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.started("mine-1.1", 1));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      given.report("w", "i", Given.epoch("mine-1.1", 1, epoch + 1L, epoch));
    }
  }

  private void quiet(Duration quiet) {
    given.when(new Command.Quiet(new TrialId("mine-1.1"), 1, quiet));
  }

  @Test
  void workerLostAndBack_holdsItsAttempt_itsEpochsCountAndNothingIsSpent() {
    running(1);
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    assertThat(given.report("w", "i", Given.epoch("mine-1.1", 1, 3, 2)).answer())
        .isEqualTo(new Answer.HeldBack());
    given.after(Duration.ofSeconds(1));
    given.workerWith(
        List.of(new Holding(new TrialId("mine-1.1"), 1, "cpu:0", 4, true)), "w", "i", "cpu:0");
    assertThat(given.last(Event.AttemptReadopted.class).incarnation()).isEqualTo("i");
    for (int epoch = 2; epoch <= 4; epoch++) {
      given.report("w", "i", Given.epoch("mine-1.1", 1, epoch + 1L, epoch));
    }
    assertThat(given.all(Event.EpochCompleted.class)).hasSize(4);
    assertThat(trial().losses()).isZero();
    assertThat(slot()).isEqualTo(new SlotState.Busy(new TrialId("mine-1.1"), 1));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(1);
  }

  @Test
  void end_underANumberThatWasCounted_isTheEndAllTheSame() {
    running(2);
    Decided<Answer.ToReport> told =
        given.report("w", "i", Given.ended("mine-1.1", 1, 2, Outcome.LOST_WORKER));
    assertThat(told.answer()).as("its disk lost what was counted").isEqualTo(new Answer.Counted(5));
    assertThat(given.last(Event.AttemptEnded.class).sequence()).isEqualTo(4);
    assertThat(trial().attempt()).as("it goes on at once").isEqualTo(2);
    assertThat(given.report("w", "i", Given.ended("mine-1.1", 1, 2, Outcome.LOST_WORKER)).answer())
        .isEqualTo(new Answer.Repeat(5));
  }

  @Test
  void end_asCancelledThatNobodyAskedFor_cancelsNoTrial() {
    running(1);
    given.report("w", "i", Given.ended("mine-1.1", 1, 3, Outcome.CANCELLED));
    assertThat(given.last(Event.AttemptEnded.class).outcome())
        .isEqualTo(Outcome.FAILED_INFRASTRUCTURE);
    assertThat(trial().status().ended()).isFalse();
  }

  @Test
  void freeSlot_andALongerWaitForIt_prolongsNothing() {
    given.fold(
        new Event.SchedulerStarted(
            DecisionSettings.DEFAULT.with(
                new Deadlines(
                    DEADLINES.startWithin(),
                    DEADLINES.stopWithin(),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    DEADLINES.hungAtLeast(),
                    DEADLINES.hungTimes())),
            "",
            NodeAddress.UNKNOWN));
    running(1);
    given.worker("free", "f", "cpu:0");
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    given.after(Duration.ofSeconds(10));
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.LOST_WORKER);
  }

  @Test
  void spoolOfAProcessThatDied_isCountedBeforeTheAttemptEnds() {
    running(1);
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    given.submit(Given.spec("other", 0, "resnet18"));
    given.workerWith(
        List.of(new Holding(new TrialId("mine-1.1"), 1, "cpu:0", 3, false)), "w", "k", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).trial())
        .as("nobody trains the old one on that slot")
        .isEqualTo(new TrialId("other-1.1"));
    given.report("w", "i", Given.epoch("mine-1.1", 1, 3, 2));
    given.report("w", "i", Given.ended("mine-1.1", 1, 4, Outcome.LOST_WORKER));
    assertThat(given.all(Event.EpochCompleted.class)).hasSize(2);
    assertThat(trial().state()).isEqualTo(Trial.State.QUEUED);
    assertThat(trial().checkpoints().newest().orElseThrow().reference().epoch()).isEqualTo(2);
    assertThat(slot()).isEqualTo(new SlotState.Busy(new TrialId("other-1.1"), 1));
  }

  @Test
  void orderThatIsNeverBegun_endsAndItsSlotTakesNothingUntilItIsFree() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    quiet(DEADLINES.startWithin().minusMillis(1));
    assertThat(trial().state()).isEqualTo(Trial.State.PLACED);
    quiet(DEADLINES.startWithin());
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.NOT_BEGUN);
    assertThat(given.last(Event.TrialRequeued.class).reason().told())
        .startsWith("NOT_BEGUN: its worker did not begin it in time");
    assertThat(slot()).isEqualTo(new SlotState.Stuck(new TrialId("mine-1.1"), 1));
    given.after(Duration.ofHours(1));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(1);
    assertThat(given.state.stuckOf("w", "i")).hasSize(1);

    given.when(new Command.Free("w", "i", new TrialId("mine-1.1"), 1));
    assertThat(given.all(Event.SlotFreed.class)).hasSize(1);
    assertThat(given.last(Event.TrialPlaced.class).attempt()).isEqualTo(2);
    given.when(new Command.Free("w", "i", new TrialId("mine-1.1"), 1));
    assertThat(given.all(Event.SlotFreed.class)).as("once").hasSize(1);
    assertThat(trial().codeFailures()).isZero();
    assertThat(trial().losses()).isOne();
  }

  @Test
  void trainerThatStandsStill_isToldToStopAfterTwentyUsualEpochsAndAtLeastFiveMinutes() {
    running(3);
    quiet(DEADLINES.hungAtLeast().minusMillis(1));
    assertThat(trial().state()).isEqualTo(Trial.State.RUNNING);
    quiet(DEADLINES.hungAtLeast());
    assertThat(trial().state()).isEqualTo(Trial.State.STOPPING);
    assertThat(given.state.order(new TrialId("mine-1.1")).orElseThrow().stop())
        .contains(Outcome.HUNG);
    given.after(DEADLINES.stopWithin());
    assertThat(given.last(Event.AttemptEnded.class))
        .satisfies(
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.HUNG);
              assertThat(ended.sequence()).isZero();
            });
    assertThat(trial().losses()).isOne();
    assertThat(trial().codeFailures()).isZero();
  }

  @Test
  void silence_beforeThreeEpochsOfItsKindOrInTheFirst_isJudgedAsAStart() {
    running(2);
    quiet(DEADLINES.startWithin().minusMillis(1));
    assertThat(trial().state()).as("two epochs are no measure").isEqualTo(Trial.State.RUNNING);
    quiet(DEADLINES.startWithin());
    assertThat(trial().state()).isEqualTo(Trial.State.STOPPING);
  }

  @Test
  void limitOfAnEpoch_thatItsTrainerDoesNotKeep_endsAsTimeout() {
    given.submit(limited(10));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.started("mine-1.1", 1));
    Duration most = Duration.ofSeconds(10).plus(DEADLINES.stopWithin());
    given.after(most.minusMillis(1));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    given.after(Duration.ofMillis(1));
    assertThat(given.last(Event.StopOrdered.class).why()).isEqualTo(Outcome.TIMEOUT);
    given.after(DEADLINES.stopWithin());
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(trial().state()).isEqualTo(Trial.State.FAILED);
  }

  @Test
  void silenceWithinALimitedEpoch_isNoTimeoutButAHungTrainer() {
    given.submit(limited(10));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.started("mine-1.1", 1));
    given.report("w", "i", Given.epoch("mine-1.1", 1, 2, 1));
    quiet(Duration.ofSeconds(10));
    assertThat(given.last(Event.StopOrdered.class).why()).isEqualTo(Outcome.HUNG);
  }

  @Test
  void clocks_whileTheWorkerIsSilentOrWithANewTerm_beginAnew() {
    running(1);
    given.cancel("mine-1.1");
    given.after(DEADLINES.stopWithin().minusSeconds(1));
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(5)));
    given.after(DEADLINES.stopWithin());
    assertThat(trial().state()).as("it may not have heard").isEqualTo(Trial.State.STOPPING);
    given.when(new Command.Hear("w", "i"));
    given.after(DEADLINES.stopWithin().minusSeconds(1));
    given.reign("");
    given.after(DEADLINES.stopWithin().minusMillis(1));
    assertThat(trial().state()).isEqualTo(Trial.State.STOPPING);
    given.after(Duration.ofMillis(1));
    assertThat(trial().state()).isEqualTo(Trial.State.CANCELLED);
  }

  @Test
  void lostWorker_ofATrialThatAnotherSlotCouldTake_isWaitedForAShortWhile() {
    running(1);
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    given.after(DEADLINES.readoptWithin().minusSeconds(1));
    assertThat(trial().state()).isEqualTo(Trial.State.ADRIFT);
    given.worker("v", "j", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).lead().worker()).isEqualTo("v");
    assertThat(trial().losses()).isOne();
  }

  @Test
  void workerThatHoldsWhatIsNoLongerItsOwn_hasThatSlotStuck() {
    running(1);
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    given.worker("v", "j", "cpu:0");
    given.after(DEADLINES.readoptWithFreeSlot());
    assertThat(given.last(Event.TrialPlaced.class).attempt()).isEqualTo(2);
    given.submit(Given.spec("other", 0, "resnet18"));
    given.workerWith(
        List.of(new Holding(new TrialId("mine-1.1"), 1, "cpu:0", 4, true)), "w", "i", "cpu:0");
    assertThat(slot()).isEqualTo(new SlotState.Stuck(new TrialId("mine-1.1"), 1));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("mine-1.1"));
    given.when(new Command.Free("w", "i", new TrialId("mine-1.1"), 1));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("other-1.1"));
  }

  private static ExperimentSpec limited(long epochSeconds) {
    ExperimentSpec spec = Given.spec("mine", 0, "resnet18");
    return new ExperimentSpec(
        "mine",
        Optional.empty(),
        spec.dataset(),
        Map.of("model", List.of("resnet18")),
        spec.recipe(),
        spec.pretrained(),
        spec.resources(),
        0,
        "",
        new Limits(0, 0, epochSeconds),
        List.of());
  }
}
