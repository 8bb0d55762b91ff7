package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Memory;
import podium.engine.state.Trial;
import podium.protocol.event.Event;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Recipe;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Trials that go on from what others keep. */
final class ForkingTest {
  private static final TrialId FORK = new TrialId("e-2.1");

  private final Given given = new Given();

  /**
   * An experiment of two models, of which nobody wants the second; the first trains so many epochs
   * and ends so.
   */
  private void trained(int epochs, Outcome end) {
    given.submit(Given.epochs(Given.spec("e", 0, "resnet18", "vgg16"), 3));
    given.cancel("e-1.2");
    given.workerAt("here", "w", "i", "cpu:0");
    given.report("w", "i", Given.started("e-1.1", 1));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      given.report("w", "i", Given.epoch("e-1.1", 1, epoch + 1L, epoch));
    }
    given.report("w", "i", Given.ended("e-1.1", 1, epochs + 2L, end));
  }

  private static Action fork(String target, Map<String, Object> recipe) {
    return new Action.Fork(target, Optional.empty(), recipe);
  }

  private String refusal(Action action) {
    return given
        .act(action)
        .map(Event.RequestRejected.class::cast)
        .map(it -> String.join("; ", it.reasons()))
        .orElseThrow();
  }

  private Trial trial(TrialId id) {
    return given.state.trial(id).orElseThrow();
  }

  @Test
  void extend_trialThatSucceeded_isATrialOfAnotherExperimentThatBeginsWithItsLastCheckpoint() {
    trained(3, Outcome.SUCCEEDED);

    given.act(new Action.Extend("e", 4));

    Event.ExperimentAccepted accepted = given.last(Event.ExperimentAccepted.class);
    assertThat(accepted.experiment()).isEqualTo(new ExperimentId("e-2"));
    assertThat(accepted.asked()).contains(new Action.Extend("e", 4));
    assertThat(accepted.trials()).hasSize(1);
    TrialEntry entry = accepted.trials().getFirst();
    ForkedFrom from = entry.forkedFrom().orElseThrow();
    assertThat(from.trial()).isEqualTo(new TrialId("e-1.1"));
    assertThat(from.epoch()).isEqualTo(3);
    assertThat(trial(FORK).spec().recipe().epochs()).isEqualTo(7);
    assertThat(trial(FORK).model()).isEqualTo("resnet18");
    Event.TrialPlaced placed = given.last(Event.TrialPlaced.class);
    assertThat(placed.trial()).isEqualTo(FORK);
    assertThat(placed.checkpoints()).containsExactly(from.checkpoint());
    assertThat(trial(new TrialId("e-1.1")).status()).isEqualTo(TrialStatus.SUCCEEDED);
  }

  @Test
  void extend_onlyThoseThatEndedWell_orItIsRefused() {
    trained(2, Outcome.DIVERGED);
    assertThat(refusal(new Action.Extend("e", 1)))
        .isEqualTo(
            "e has nothing to extend: none of its trials succeeded or was stopped, with a"
                + " checkpoint");
    given.submit(Given.spec("e", 0, "resnet18"));
    assertThat(refusal(new Action.Extend("e", 1)))
        .isEqualTo("several experiments are called e: e-1, e-2; give the id of one");
    assertThat(refusal(new Action.Extend("f", 1))).startsWith("nothing is called f");
  }

  @Test
  void fork_otherRecipe_hasTheOtherValuesAndElseItsOwn() {
    trained(2, Outcome.DIVERGED);
    given.act(fork("e-1.1", Map.of("learningRate", 0.01, "batchSize", 64)));
    Recipe was = trial(new TrialId("e-1.1")).experiment().spec().recipe();
    Recipe is = trial(FORK).spec().recipe();
    assertThat(is).isEqualTo(was.with(Map.of("learningRate", 0.01, "batchSize", 64, "epochs", 3)));
    ExperimentSpec spec = given.last(Event.ExperimentAccepted.class).spec();
    assertThat(spec.assignments())
        .containsExactly(
            given.last(Event.ExperimentAccepted.class).trials().getFirst().assignment());
  }

  @Test
  void fork_epochThatIsNotKept_isRefusedAndToldWhichAre() {
    trained(2, Outcome.DIVERGED);
    assertThat(refusal(new Action.Fork("e-1.1", Optional.of(9), Map.of())))
        .startsWith("e-1.1 has no such epoch to fork; an ended trial keeps its last and its best")
        .endsWith("there are epochs 1, 2 of e-1.1");
    assertThat(refusal(fork("e-1.2", Map.of())))
        .isEqualTo(
            "e-1.2 has nothing to fork: none of its trials has ended and keeps a checkpoint");
  }

  /** One of nine epochs on a worker that keeps every second one. */
  private void keptEverySecond(int epochs) {
    given.workerKeeping(2, "here", "w", "i", "cpu:0");
    given.submit(Given.epochs(Given.spec("e", 0, "resnet18"), 9));
    given.report("w", "i", Given.started("e-1.1", 1));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      int percent = epoch == 3 ? 90 : 10 * epoch;
      given.report("w", "i", Given.scored("e-1.1", 1, epoch + 1L, epoch, percent));
    }
  }

  private static Action forkAt(int epoch) {
    return new Action.Fork("e-1.1", Optional.of(epoch), Map.of());
  }

  @Test
  void fork_ofEveryNthEpoch_beginsWithIt_asIfLaterOnesHadNotBeen() {
    keptEverySecond(7);
    given.report("w", "i", Given.ended("e-1.1", 1, 9, Outcome.DIVERGED));
    assertThat(refusal(forkAt(5))).endsWith("there are epochs 2, 3, 4, 6, 7 of e-1.1");
    assertThat(Memory.of(given.state).restored().snapshot()).isEqualTo(given.state.snapshot());
    for (Map.Entry<Integer, Double> best : Map.of(2, 0.2, 4, 0.9, 7, 0.9).entrySet()) {
      given.act(forkAt(best.getKey()));
      ForkedFrom from =
          given.last(Event.ExperimentAccepted.class).trials().getFirst().forkedFrom().orElseThrow();
      assertThat(from.epoch()).isEqualTo(best.getKey());
      assertThat(from.best()).contains(best.getValue());
    }
  }

  @Test
  void fork_ofAnEpochThatTheNextWorkerOfTheFolderDidNotKeep_isRefused() {
    keptEverySecond(5);
    given.when(new Command.Leave("w", "i"));
    given.workerKeeping(0, "here", "v", "j", "cpu:0");
    given.report("v", "j", Given.resumed("e-1.1", 2, 5));
    given.report("v", "j", Given.scored("e-1.1", 2, 2, 6, 50));
    given.report("v", "j", Given.ended("e-1.1", 2, 3, Outcome.DIVERGED));
    assertThat(refusal(forkAt(4))).endsWith("there are epochs 3, 6 of e-1.1");
  }

  @Test
  void everyEpochKept_theLatestOnesAreKnown() {
    given.workerKeeping(1, "here", "w", "i", "cpu:0");
    given.submit(Given.epochs(Given.spec("e", 0, "resnet18"), 99));
    given.report("w", "i", Given.started("e-1.1", 1));
    for (int epoch = 1; epoch <= 50; epoch++) {
      given.report("w", "i", Given.scored("e-1.1", 1, epoch + 1L, epoch, epoch == 2 ? 90 : 10));
    }
    given.report("w", "i", Given.ended("e-1.1", 1, 52, Outcome.DIVERGED));
    assertThat(given.state.forks(new TrialId("e-1.1")))
        .extracting(ForkedFrom::epoch)
        .contains(50, 2, 19)
        .doesNotContain(18)
        .hasSize(33);
  }

  @Test
  void fork_whatCannotBeTrained_isRefused() {
    trained(2, Outcome.DIVERGED);
    assertThat(refusal(fork("e-1.1", Map.of("epochs", 2))))
        .isEqualTo(
            "recipe.epochs is 2, and it would begin with epoch 2 of e-1.1; give more epochs than"
                + " that");
    assertThat(refusal(fork("e-1.1", Map.of("warmupEpochs", 7))))
        .startsWith("recipe.warmupEpochs is 7, longer than the training of 3 epochs");
  }

  @Test
  void fork_repeatedUnderItsKey_isADuplicateOfItsExperiment() {
    trained(2, Outcome.DIVERGED);
    Optional<String> key = Optional.of("k");
    given.act(key, fork("e-1.1", Map.of("learningRate", 0.01)));
    assertThat(given.act(key, fork("e-1.1", Map.of("learningRate", 0.01))))
        .get()
        .isInstanceOfSatisfying(
            Event.RequestDuplicate.class, it -> assertThat(it.of()).isEqualTo("e-2"));
    assertThat(given.act(key, fork("e-1.1", Map.of("learningRate", 0.5))))
        .get()
        .isInstanceOfSatisfying(
            Event.RequestRejected.class,
            it -> assertThat(it.reasons().getFirst()).contains("recipe.learningRate is 0.5"));
  }

  @Test
  void retry_ofAllAtOnce_leavesOutWhoseCheckpointARevivedForkBeginsWith() {
    trained(2, Outcome.DIVERGED);
    given.act(new Action.Drain("w", Optional.empty()));
    given.act(fork("e-1.1", Map.of()));
    given.cancel("e-2.1");

    given.act(new Action.Retry("e", true));

    assertThat(given.last(Event.RequestAccepted.class).trials())
        .contains(FORK)
        .doesNotContain(new TrialId("e-1.1"));
  }

  @Test
  void retry_ofAForkWhoseBeginningIsGone_isRefused() {
    trained(2, Outcome.DIVERGED);
    given.act(new Action.Drain("w", Optional.empty()));
    given.act(fork("e-1.1", Map.of()));
    given.cancel("e-2.1");
    given.act(new Action.Retry("e-1.1", true));

    assertThat(refusal(new Action.Retry("e-2.1", false))).contains("has nothing to retry");
  }

  @Test
  void retry_ofATrialThatAForkWaitsFor_isRefusedUntilTheForkHasACheckpoint() {
    trained(2, Outcome.DIVERGED);
    given.act(fork("e-1.1", Map.of()));
    assertThat(refusal(new Action.Retry("e-1.1", false))).contains("forks of them");
    given.report("w", "i", Given.resumed("e-2.1", 1, 2));
    given.report("w", "i", Given.epoch("e-2.1", 1, 2, 3));
    assertThat(given.act(new Action.Retry("e-1.1", false)))
        .get()
        .isInstanceOf(Event.RequestAccepted.class);
  }

  @Test
  void fork_nobodySeesItsCheckpointInTime_failsAndCanBeTriedAgain() {
    trained(2, Outcome.DIVERGED);
    given.when(new Command.Leave("w", "i"));
    given.act(fork("e-1.1", Map.of()));
    given.workerAt("elsewhere", "v", "j", "cpu:0");
    given.after(Duration.ofMinutes(3));

    Event.TrialEnded ended = given.last(Event.TrialEnded.class);
    assertThat(ended.trial()).isEqualTo(FORK);
    assertThat(ended.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(ended.reason()).isInstanceOf(Reason.BaseOutOfReach.class);

    given.act(new Action.Retry("e-2", true));
    given.workerAt("here", "w", "i2", "cpu:0");
    Event.TrialPlaced placed = given.last(Event.TrialPlaced.class);
    assertThat(placed.lead().worker()).isEqualTo("w");
    assertThat(placed.checkpoints()).extracting(CheckpointRef::epoch).containsExactly(2);
  }

  @Test
  void fork_ofAFork_beginsWithTheCheckpointOfTheFork() {
    trained(2, Outcome.DIVERGED);
    given.act(fork("e-1.1", Map.of()));
    given.report("w", "i", Given.resumed("e-2.1", 1, 2));
    given.report("w", "i", Given.epoch("e-2.1", 1, 2, 3));
    given.report("w", "i", Given.ended("e-2.1", 1, 3, Outcome.SUCCEEDED));
    given.act(new Action.Extend("e-2.1", 1));
    assertThat(given.last(Event.ExperimentAccepted.class).trials())
        .extracting(it -> it.forkedFrom().orElseThrow().told())
        .isEqualTo(List.of("epoch 3 of e-2.1"));
    assertThat(trial(new TrialId("e-3.1")).spec().recipe().epochs()).isEqualTo(4);
  }
}
