package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Fold;
import podium.engine.state.Order;
import podium.engine.state.SchedulerState;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.Resources;
import podium.protocol.experiment.Search;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Request.Reading;

final class DeciderTest {
  private final Given given = new Given();

  private static Event event(Optional<Event> fact) {
    assertThat(fact).isPresent();
    return fact.orElseThrow();
  }

  @Test
  void submit_sameTextTwice_twoExperimentsNumbered() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.submit(Given.spec("mine", 0, "resnet18"));
    assertThat(given.all(Event.ExperimentAccepted.class))
        .extracting(Event.ExperimentAccepted::experiment)
        .containsExactly(new ExperimentId("mine-1"), new ExperimentId("mine-2"));
  }

  @Test
  void submit_unknownModelAndTooSmallImages_rejectedWithBothReasons() {
    var spec = Given.spec("mine", 0, "resnet99", "alexnet");
    var small =
        new podium.protocol.experiment.ExperimentSpec(
            spec.experiment(),
            spec.key(),
            "flowers",
            spec.matrix(),
            spec.recipe().with("imageSize", 32L),
            spec.pretrained(),
            spec.resources(),
            0,
            "",
            spec.limits(),
            List.of());
    assertThat(event(given.submit(small)))
        .isInstanceOfSatisfying(
            Event.RequestRejected.class,
            rejected ->
                assertThat(rejected.reasons())
                    .anySatisfy(r -> assertThat(r).contains("resnet99", "known here", "resnet18"))
                    .anySatisfy(r -> assertThat(r).contains("alexnet needs at least 63"))
                    .anySatisfy(r -> assertThat(r).contains("flowers", "digits"))
                    .hasSize(3));
  }

  @Test
  void request_badValueAndUnknownNames_rejectedWithAllReasonsAtOnce() {
    String json =
        """
        {"experiment": "a", "dataset": "flowers", "recipe": {"epochs": -1}, "pretrained": "mine",
         "matrix": {"model": ["resnet99", "resnet18"]}}
        """;
    Reading reading = RequestCodec.read(json.getBytes(StandardCharsets.UTF_8), Optional.empty());
    assertThat(event(given.when(given.request(reading))))
        .isInstanceOfSatisfying(
            Event.RequestRejected.class,
            rejected ->
                assertThat(rejected.reasons())
                    .satisfiesExactlyInAnyOrder(
                        r -> assertThat(r).startsWith("recipe.epochs is -1; allowed"),
                        r -> assertThat(r).startsWith("dataset is flowers; known here"),
                        r -> assertThat(r).startsWith("matrix.model is resnet99; known here"),
                        r -> assertThat(r).startsWith("pretrained is mine, but no worker has")));
  }

  @Test
  void submit_manyUnknownModels_rejectedWithFiftyReasonsAndTheNumberOfOthers() {
    String[] models = IntStream.range(0, 60).mapToObj(i -> "nobody" + i).toArray(String[]::new);
    assertThat(event(given.submit(Given.spec("mine", 0, models))))
        .isInstanceOfSatisfying(
            Event.RequestRejected.class,
            rejected -> assertThat(rejected.reasons()).hasSize(51).endsWith("... and 10 more"));
  }

  @Test
  void takeRequest_readAgainAfterRecovery_nothingNew() {
    Command.TakeRequest request = given.request(new Reading.Refused(List.of("not JSON")));
    given.when(request);
    assertThat(given.when(request)).isEmpty();
    assertThat(given.events).hasSize(1);
    assertThat(given.state.nextRequest(0)).isEqualTo(1);
  }

  @Test
  void placement_priorityThenAcceptance_oneSlotAtATime() {
    given.submit(Given.spec("low", 0, "resnet18", "vgg16"));
    given.submit(Given.spec("high", 5, "alexnet"));
    given.worker("w", "i", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("high-1.1"));
    given.report("w", "i", Given.ended("high-1.1", 1, 1, Outcome.SUCCEEDED));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("low-1.1"));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(2);
  }

  @Test
  void placement_trialForCudaOnCpuWorker_waitsAndOthersPass() {
    given.submit(Given.spec("gpu", Optional.empty(), 9, Device.CUDA, "resnet18"));
    given.submit(Given.spec("cpu", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("cpu-1.1"));
  }

  @Test
  void report_repeatGapAndStranger_answeredWithoutFact() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.started("mine-1.1", 1));
    int before = given.events.size();
    assertThat(given.report("w", "i", Given.started("mine-1.1", 1)).answer())
        .isEqualTo(new Answer.Repeat(2));
    assertThat(given.report("w", "i", Given.epoch("mine-1.1", 1, 3, 2)).answer())
        .isEqualTo(new Answer.Gap(2));
    assertThat(given.report("w", "i", Given.epoch("never-1.1", 1, 1, 1)).answer())
        .isInstanceOf(Answer.Fenced.class);
    assertThat(given.report("w", "i", Given.epoch("mine-1.1", 7, 1, 1)).answer())
        .isInstanceOf(Answer.Fenced.class);
    assertThat(given.events).hasSize(before);
  }

  @Test
  void report_ofLostAttempt_fencedFactOnceAndNoHarm() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.started("mine-1.1", 1));
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    given.worker("v", "j", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).attempt()).isEqualTo(1);
    given.after(Deadlines.DEFAULT.readoptWithFreeSlot());
    assertThat(given.last(Event.TrialPlaced.class).attempt()).isEqualTo(2);
    assertThat(event(given.report("w", "i", Given.epoch("mine-1.1", 1, 2, 1)).fact()))
        .isInstanceOf(Event.ReportFenced.class);
    assertThat(given.report("w", "i", Given.epoch("mine-1.1", 1, 2, 1)))
        .as("its worker may not have heard so, and would keep the slot")
        .isEqualTo(Decided.only(new Answer.Fenced()));
    assertThat(given.report("w", "i", Given.started("mine-1.1", 1)).answer())
        .as("that one was counted")
        .isInstanceOf(Answer.Repeat.class);
    assertThat(given.all(Event.EpochCompleted.class)).isEmpty();
  }

  @Test
  void silence_suspectThenLost_trialsGoOnElsewhereWithCheckpoint() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.report("w", "i", Given.started("mine-1.1", 1));
    given.report("w", "i", Given.epoch("mine-1.1", 1, 2, 1));
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(5)));
    assertThat(given.last(Event.WorkerSuspected.class).worker()).isEqualTo("w");
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    assertThat(given.all(Event.AttemptEnded.class)).as("it may return").isEmpty();
    given.worker("v", "j", "cpu:0");
    given.after(Deadlines.DEFAULT.readoptWithFreeSlot());
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.LOST_WORKER);
    Event.TrialPlaced again = given.last(Event.TrialPlaced.class);
    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.checkpoints()).extracting("path").containsExactly("mine-1.1/1/1");
  }

  @Test
  void register_newIncarnation_oldAttemptsLostAndOldOneStaysOut() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.worker("w", "i2", "cpu:0");
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.LOST_WORKER);
    assertThat(given.last(Event.TrialPlaced.class).lead().incarnation()).isEqualTo("i2");
    assertThat(given.worker("w", "i", "cpu:0")).isEqualTo(new Answer.Replaced("host"));
    assertThat(given.hear("w", "i")).isEqualTo(new Answer.Replaced("host"));
  }

  @Test
  void log_isNamedByItsFirstSchedulerForGood() {
    SchedulerState state = new SchedulerState();
    assertThat(state.log()).isEmpty();
    Instant time = Instant.parse("2026-11-24T00:00:00Z");
    for (String incarnation : List.of("first", "second")) {
      Fold.apply(
          state,
          Entry.of(
              1,
              incarnation,
              0,
              "",
              time,
              new Event.SchedulerStarted(DecisionSettings.DEFAULT, "topic", NodeAddress.UNKNOWN)));
      assertThat(state.log()).isEqualTo("first");
    }
  }

  @Test
  void leave_workerStoppedOnPurpose_costsNoBudgetAndGoesOnElsewhere() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.when(new Command.Leaving("w", "i"));
    assertThat(given.when(new Command.Leaving("w", "i"))).isEmpty();
    given.report("w", "i", Given.ended("mine-1.1", 1, 1, Outcome.PREEMPTED));
    assertThat(given.all(Event.TrialPlaced.class)).as("a leaving worker gets nothing").hasSize(1);
    given.when(new Command.Leave("w", "i"));
    for (int i = 0; i < 30; i++) {
      given.worker("w", "later" + i, "cpu:0");
      given.when(new Command.Leave("w", "later" + i));
    }
    assertThat(given.all(Event.TrialEnded.class)).isEmpty();
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.PREEMPTED);
  }

  @Test
  void cancel_queuedAndRunning_bothEndCancelled() {
    given.submit(Given.spec("mine", 0, "resnet18", "vgg16"));
    given.worker("w", "i", "cpu:0");
    given.cancel("mine");
    assertThat(given.last(Event.TrialEnded.class).trial()).isEqualTo(new TrialId("mine-1.2"));
    assertThat(given.state.order(new TrialId("mine-1.1")))
        .get()
        .extracting(Order::stop)
        .isEqualTo(Optional.of(Outcome.CANCELLED));
    given.report("w", "i", Given.ended("mine-1.1", 1, 1, Outcome.CANCELLED));
    assertThat(given.all(Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.CANCELLED);
    assertThat(event(given.cancel("mine-1"))).isInstanceOf(Event.RequestRejected.class);
    assertThat(event(given.cancel("nobody"))).isInstanceOf(Event.RequestRejected.class);
  }

  @Test
  void cancel_againstFinish_isWhatBecomesOfIt() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.worker("w", "i", "cpu:0");
    given.cancel("mine-1.1");
    given.report("w", "i", Given.ended("mine-1.1", 1, 1, Outcome.SUCCEEDED));
    assertThat(given.all(Event.TrialEnded.class))
        .singleElement()
        .extracting(Event.TrialEnded::status)
        .isEqualTo(TrialStatus.CANCELLED);
  }

  @Test
  void submit_weightsNobodyHas_rejectedNamingTheSetting() {
    given.worker("w", "i", "cpu:0");
    Optional<Event> decision =
        given.submit(Given.pretrained("mine", "imagenet", "resnet18", "vgg16"));

    assertThat(event(decision)).isInstanceOf(Event.RequestRejected.class);
    assertThat(given.last(Event.RequestRejected.class).reasons())
        .hasSize(2)
        .first(org.assertj.core.api.InstanceOfAssertFactories.STRING)
        .contains(
            "pretrained is imagenet", "imagenet/resnet18", "podium.weights.imagenet.resnet18");
  }

  @Test
  void submit_weightsOfOneWorker_trainedOnThatWorkerOnly() {
    Catalog with =
        new Catalog(
            Catalog.BUILT_IN.models(),
            Catalog.BUILT_IN.datasets(),
            List.of(new Catalog.Weights("imagenet", "resnet18")));
    given.worker("a", "i", "cpu:0", "cpu:1");
    given.when(Given.register("b", "j", with, "cpu:0"));
    given.submit(Given.pretrained("mine", "imagenet", "resnet18"));
    given.submit(Given.pretrained("other", "imagenet", "resnet18"));
    given.submit(Given.spec("plain", 0, "resnet18"));

    assertThat(given.all(Event.TrialPlaced.class))
        .extracting(Event.TrialPlaced::trial, placed -> placed.lead().worker())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(new TrialId("mine-1.1"), "b"),
            org.assertj.core.groups.Tuple.tuple(new TrialId("plain-1.1"), "a"));
  }

  @Test
  void requestsLost_foldsToWhereReadingGoesOn() {
    given.when(new Command.MissRequests("podium.requests", 0, 0, 40));
    assertThat(given.last(Event.RequestsLost.class).to()).isEqualTo(40);
    assertThat(given.state.nextRequest(0)).isEqualTo(40);
    given.when(new Command.MissRequests("podium.requests", 0, 40, 39));
    assertThat(given.state.nextRequest(0)).isEqualTo(39);
    assertThat(given.last(Event.RequestsLost.class).told())
        .contains("had been read up to offset 40", "goes on at offset 39");
  }

  @Test
  void report_ofWhoHeldTheNumberInAnotherLog_isFencedAndUsesUpNoNumberOfTheHolder() {
    given.worker("w", "i", "cpu:0");
    given.submit(Given.spec("mine", 0, "resnet18"));
    for (int sequence = 1; sequence <= 9; sequence++) {
      Report old = Given.epoch("mine-1.1", 1, sequence, sequence);
      assertThat(event(given.report("w", "of-another-log", old).fact()))
          .isInstanceOf(Event.ReportFenced.class);
      assertThat(given.report("w", "of-another-log", old))
          .isEqualTo(Decided.only(new Answer.Fenced()));
    }
    given.report("w", "i", Given.started("mine-1.1", 1));
    given.report("w", "i", Given.epoch("mine-1.1", 1, 2, 1));
    given.report("w", "i", Given.ended("mine-1.1", 1, 3, Outcome.SUCCEEDED));
    assertThat(given.all(Event.EpochCompleted.class)).hasSize(1);
    assertThat(given.last(Event.TrialEnded.class).status()).isEqualTo(TrialStatus.SUCCEEDED);
  }

  @Test
  void decisions_inEveryLanguage_areTheSame() {
    Locale before = Locale.getDefault();
    try {
      Set<List<Event>> decided = new HashSet<>();
      for (Locale locale :
          List.of(Locale.ENGLISH, Locale.GERMANY, Locale.forLanguageTag("ar-EG-u-nu-arab"))) {
        Locale.setDefault(locale);
        Given there = new Given();
        there.worker("w", "i", "cpu:0");
        there.submit(Given.spec("e", 0, "resnet18"));
        there.report("w", "i", Given.ended("e-1.1", 1, 1, Outcome.FAILED_CODE));
        there.submit(Given.spec("odd", 0, "no_such_model", "resnet19"));
        there.submit(
            new ExperimentSpec(
                "small",
                Optional.empty(),
                "digits",
                Map.of("model", List.of("inception_v3"), "imageSize", List.of(32L)),
                List.of(),
                List.of(),
                List.of(),
                Search.GRID,
                Recipe.defaults(),
                "none",
                Resources.ANY,
                0,
                false,
                "",
                Limits.NONE,
                List.of(),
                Stopping.NONE));
        there.when(new Command.Silence("w", "i", Duration.ofMillis(9_500)));
        decided.add(List.copyOf(there.events));
        assertThat(there.last(Event.WorkerLost.class).reason().told())
            .isEqualTo("silent for 9.5 s");
      }
      assertThat(decided).hasSize(1);
    } finally {
      Locale.setDefault(before);
    }
  }
}
