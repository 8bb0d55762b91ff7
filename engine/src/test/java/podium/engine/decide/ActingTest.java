package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Trial;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.OwnerShare;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** What comes of requests about what is there, beyond the single steps of {@link StatesTest}. */
final class ActingTest {
  private final Given given = new Given();

  private Trial trial(String id) {
    return given.state.trial(new TrialId(id)).orElseThrow();
  }

  private void trains(String id, int attempt, int epochs) {
    given.report("w", "i", Given.started(id, attempt));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      given.report("w", "i", Given.epoch(id, attempt, epoch + 1L, epoch));
    }
  }

  private static Action.Pause pause(String target) {
    return new Action.Pause(target, false);
  }

  private String refusal(Action action) {
    given.act(action);
    return given.last(Event.RequestRejected.class).reasons().getFirst();
  }

  @Test
  void pause_trialThatTrains_leavesAfterItsEpochAndCostsNothing() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16"));
    given.worker("w", "i", "cpu:0");
    trains("e-1.1", 1, 1);
    given.act(pause("e-1.1"));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();

    given.report("w", "i", Given.epoch("e-1.1", 1, 3, 2));
    assertThat(given.last(Event.StopOrdered.class).why()).isEqualTo(Outcome.PREEMPTED);
    given.report("w", "i", Given.ended("e-1.1", 1, 4, Outcome.PREEMPTED));

    assertThat(trial("e-1.1").status()).isEqualTo(TrialStatus.PAUSED);
    assertThat(trial("e-1.1").losses() + trial("e-1.1").codeFailures()).isZero();
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("e-1.2"));
  }

  @Test
  void resume_trialThatWasPaused_goesOnFromItsCheckpoint() {
    pause_trialThatTrains_leavesAfterItsEpochAndCostsNothing();
    given.act(new Action.Resume("e-1"));
    given.worker("v", "j", "cpu:0");
    Event.TrialPlaced placed = given.last(Event.TrialPlaced.class);
    assertThat(placed.trial()).isEqualTo(new TrialId("e-1.1"));
    assertThat(placed.attempt()).isEqualTo(2);
    assertThat(placed.checkpoints().getFirst().epoch()).isEqualTo(2);
  }

  @Test
  void pause_lastEpochCompletes_itSucceedsAndNothingStopsIt() {
    given.submit(Given.spec("e", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    int epochs = trial("e-1.1").spec().recipe().epochs();
    trains("e-1.1", 1, epochs - 1);
    given.act(pause("e"));
    given.report("w", "i", Given.epoch("e-1.1", 1, epochs + 1L, epochs));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    given.report("w", "i", Given.ended("e-1.1", 1, epochs + 2L, Outcome.SUCCEEDED));
    assertThat(trial("e-1.1").status()).isEqualTo(TrialStatus.SUCCEEDED);
  }

  @Test
  void retry_ofThoseThatEndedBadly_givesNewBudgetsAndTheirCheckpointsAndLeavesTheRest() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16"));
    given.worker("w", "i", "cpu:0");
    given.worker("v", "j", "cpu:0");
    trains("e-1.1", 1, 2);
    given.report("w", "i", Given.ended("e-1.1", 1, 4, Outcome.DIVERGED));
    assertThat(trial("e-1.1").status()).isEqualTo(TrialStatus.FAILED);

    given.act(new Action.Retry("e", false));

    assertThat(given.last(Event.RequestAccepted.class).trials())
        .containsExactly(new TrialId("e-1.1"));
    Event.TrialPlaced again = given.last(Event.TrialPlaced.class);
    assertThat(again.trial()).isEqualTo(new TrialId("e-1.1"));
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.checkpoints()).extracting(CheckpointRef::epoch).containsExactly(2, 1);
    assertThat(trial("e-1.1").model()).isEqualTo("resnet18");
  }

  @Test
  void retry_fresh_beginsFromNothing() {
    given.submit(Given.spec("e", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    trains("e-1.1", 1, 2);
    given.report("w", "i", Given.ended("e-1.1", 1, 4, Outcome.DIVERGED));
    given.act(new Action.Retry("e", true));
    assertThat(given.last(Event.TrialPlaced.class).attempt()).isEqualTo(2);
    assertThat(given.last(Event.TrialPlaced.class).checkpoints()).isEmpty();
  }

  @Test
  void change_priorityOfOneThatWaits_isItsPlaceInTheOrder() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16", "alexnet"));
    given.act(new Action.Change("e-1.3", Optional.of(5), Optional.empty(), Optional.empty()));
    given.worker("w", "i", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("e-1.3"));
    given.act(
        new Action.Change("e", Optional.of(7), Optional.of(List.of("now")), Optional.empty()));
    assertThat(given.state.queue().inOrder()).allMatch(trial -> trial.priority() == 7);
    assertThat(given.last(Event.RequestAccepted.class).experiments()).hasSize(1);
  }

  @Test
  void limits_ofExperimentAndOwner_areKeptAndOthersGoFirst() {
    given.fold(
        new Event.SchedulerStarted(
            DecisionSettings.DEFAULT.withOwners(Map.of("ada", new OwnerShare(3, 1))),
            "topic",
            NodeAddress.UNKNOWN));
    given.submit(owned("a", "ada", 2, "resnet18", "vgg16", "alexnet"));
    given.submit(owned("b", "ada", 0, "resnet18", "vgg16"));
    given.submit(owned("c", "bob", 0, "resnet18"));
    given.worker("w", "i", "cpu:0", "cpu:1", "cpu:2", "cpu:3", "cpu:4", "cpu:5");
    assertThat(given.all(Event.TrialPlaced.class))
        .extracting(placed -> placed.trial().value())
        .containsExactly("a-1.1", "a-1.2", "b-1.1", "c-1.1");

    given.report("w", "i", Given.started("b-1.1", 1));
    given.report("w", "i", Given.ended("b-1.1", 1, 2, Outcome.DIVERGED));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("b-1.2"));
    given.report("w", "i", Given.started("b-1.2", 1));
    given.report("w", "i", Given.ended("b-1.2", 1, 2, Outcome.DIVERGED));
    assertThat(trial("a-1.3").status()).isEqualTo(TrialStatus.QUEUED);
    given.act(new Action.Change("a", Optional.empty(), Optional.empty(), Optional.of(0)));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("a-1.3"));
  }

  private static ExperimentSpec owned(String name, String owner, int slots, Object... models) {
    ExperimentSpec spec = Given.spec(name, 0, models);
    return new ExperimentSpec(
        name,
        spec.key(),
        spec.dataset(),
        spec.matrix(),
        spec.recipe(),
        spec.pretrained(),
        spec.resources(),
        0,
        owner,
        new Limits(0, 0, 0, slots),
        List.of());
  }

  @Test
  void drain_workerOrSlot_finishesWhatItHasAndGetsNothingNewEvenAfterARestart() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16", "alexnet", "googlenet"));
    given.worker("w", "i", "cpu:0", "cpu:1");
    given.act(new Action.Drain("w", Optional.of("cpu:1")));
    given.report("w", "i", Given.started("e-1.1", 1));
    given.report("w", "i", Given.started("e-1.2", 1));
    given.report("w", "i", Given.ended("e-1.2", 1, 2, Outcome.DIVERGED));
    assertThat(trial("e-1.3").status()).isEqualTo(TrialStatus.QUEUED);
    given.report("w", "i", Given.ended("e-1.1", 1, 2, Outcome.DIVERGED));
    assertThat(given.last(Event.TrialPlaced.class).lead().slot()).isEqualTo("cpu:0");

    given.act(new Action.Drain("w", Optional.empty()));
    given.worker("w", "k", "cpu:0", "cpu:1");
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(3);
    given.act(new Action.Undrain("w", Optional.empty()));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(5);
  }

  private boolean archived(String experiment) {
    return given.state.experiment(new ExperimentId(experiment)).orElseThrow().archived();
  }

  @Test
  void archive_experimentWithTrialsThatWaitOrTrain_isRefusedUntilNoneDoes() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16"));
    given.worker("w", "i", "cpu:0");
    trains("e-1.1", 1, 1);
    assertThat(refusal(new Action.Archive("e-1")))
        .isEqualTo("e-1 has 2 trials that wait or train; cancel or pause it, or wait for its end");
    given.act(pause("e-1.2"));
    given.act(new Action.Cancel("e-1.1"));
    assertThat(refusal(new Action.Archive("e"))).startsWith("e-1 has 1 trials that wait or train");
    given.report("w", "i", Given.ended("e-1.1", 1, 3, Outcome.CANCELLED));
    given.act(new Action.Archive("e"));
    assertThat(given.last(Event.RequestAccepted.class).experiments())
        .containsExactly(new ExperimentId("e-1"));
    assertThat(archived("e-1")).isTrue();
    assertThat(refusal(new Action.Archive("e-1"))).isEqualTo("e-1 is archived already");
  }

  @Test
  void resumeAndRetry_ofWhatIsArchived_areRefusedUntilItIsUnarchived() {
    archive_experimentWithTrialsThatWaitOrTrain_isRefusedUntilNoneDoes();
    assertThat(refusal(new Action.Resume("e"))).isEqualTo("e-1 is archived; unarchive it first");
    assertThat(refusal(new Action.Cancel("e"))).endsWith("is being cancelled or is archived");
    assertThat(refusal(new Action.Retry("e-1.1", false)))
        .isEqualTo("e-1 is archived; unarchive it first");
    given.submit(Given.spec("e", 0, "resnet18"));
    given.act(new Action.Cancel("e-2"));
    given.report("w", "i", Given.ended("e-2.1", 1, 1, Outcome.CANCELLED));
    given.act(new Action.Retry("e", false));
    assertThat(given.last(Event.RequestAccepted.class).trials())
        .containsExactly(new TrialId("e-2.1"));
    given.act(new Action.Unarchive("e-1"));
    assertThat(archived("e-1")).isFalse();
    given.act(new Action.Resume("e-1"));
    assertThat(trial("e-1.2").status()).isEqualTo(TrialStatus.QUEUED);
  }

  @Test
  void archive_ofWhatIsNoExperiment_saysWhatThereCanBe() {
    given.submit(Given.spec("e", 0, "resnet18"));
    assertThat(refusal(new Action.Archive("e-1.1")))
        .isEqualTo("no experiment is called e-1.1; give an experiment's id or name");
    assertThat(refusal(new Action.Unarchive("e"))).isEqualTo("e is not archived");
  }

  @Test
  void requests_thatCannotBeFollowed_sayWhyAndWhatThereIs() {
    given.submit(Given.spec("e", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    assertThat(refusal(pause("nobody"))).startsWith("nothing is called nobody");
    assertThat(refusal(new Action.Resume("e"))).contains("nothing of it is paused");
    assertThat(refusal(new Action.Retry("e", false))).contains("none of its trials has failed");
    assertThat(refusal(new Action.Drain("v", Optional.empty())))
        .startsWith("no worker is called v")
        .contains("w");
    assertThat(refusal(new Action.Drain("w", Optional.of("cuda:0"))))
        .isEqualTo("worker w has no slot cuda:0; it has cpu:0");
    assertThat(refusal(new Action.Undrain("w", Optional.empty()))).endsWith("is not drained");
    given.act(new Action.Drain("w", Optional.empty()));
    assertThat(refusal(new Action.Drain("w", Optional.empty()))).endsWith("is drained already");
  }

  @Test
  void retry_ofMoreThanMayWait_isRefused() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16"));
    given.cancel("e");
    given.fold(
        new Event.SchedulerStarted(
            DecisionSettings.DEFAULT.withMaxQueued(1), "topic", NodeAddress.UNKNOWN));
    assertThat(refusal(new Action.Retry("e", false))).contains("at most 1 may wait together");
    given.act(new Action.Retry("e-1.1", false));
    assertThat(trial("e-1.1").status()).isEqualTo(TrialStatus.QUEUED);
  }

  @Test
  void sameKey_sameAction_isARepeatAndAnotherIsRefusedNamingTheDifference() {
    given.submit(Given.spec("e", 0, "resnet18"));
    Optional<String> key = Optional.of("k");
    given.act(key, pause("e"));
    given.act(key, pause("e"));
    assertThat(given.last(Event.RequestDuplicate.class).of()).isEqualTo("e");
    given.act(key, new Action.Pause("e", true));
    assertThat(given.last(Event.RequestRejected.class).reasons().getFirst())
        .contains("the request to pause e", "now is true, was false");
    given.act(key, new Action.Resume("e"));
    assertThat(given.last(Event.RequestRejected.class).reasons().getFirst())
        .contains("request is resume, was pause");
  }
}
