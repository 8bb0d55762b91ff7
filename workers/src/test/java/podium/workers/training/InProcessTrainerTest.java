package podium.workers.training;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.domain.TrainerEvent.Ended;
import podium.workers.domain.TrainerEvent.EpochCompleted;
import podium.workers.domain.TrainerEvent.Progress;
import podium.workers.domain.TrainerEvent.Started;
import podium.workers.training.checkpoint.CheckpointFacts;
import podium.workers.training.checkpoint.CheckpointStore;
import podium.workers.training.checkpoint.Rewritten;
import podium.workers.training.data.catalog.DatasetSettings;
import podium.workers.training.pretrained.StateDicts;
import podium.workers.training.pretrained.WeightsSettings;
import podium.workers.training.safetensors.SafetensorsFile;

final class InProcessTrainerTest {
  @TempDir private Path folder;
  private final List<TrainerEvent> events = new ArrayList<>();

  @Test
  void moreValuesThanAGpuCounts_areTooManyImages() {
    assertThat(InProcessTrainer.isOutOfMemory(new EngineException("integer out of range")))
        .isTrue();
    assertThat(InProcessTrainer.isOutOfMemory(new EngineException("index 7 is out of bounds")))
        .isFalse();
  }

  private InProcessTrainer trainer() {
    return new InProcessTrainer(settings(folder));
  }

  static TrainingSettings settings(Path folder) {
    var digits = new DatasetSettings("digits", DatasetSettings.Kind.DIGITS, Optional.empty(), 0);
    return new TrainingSettings(
        folder.resolve("checkpoints"), folder.resolve("cache"), List.of(digits), 1, "cpu:0");
  }

  private static TrialSpec spec(String model, Map<String, Object> recipe, Limits limits) {
    return new TrialSpec(model, 7, "digits", "none", Recipe.of(recipe), limits);
  }

  private static Assignment fresh(String trial, TrialSpec spec) {
    return new Assignment(new TrialId(trial + "-1.1"), 1, spec, List.of());
  }

  private Ended ended() {
    assertThat(events).last().isInstanceOf(Ended.class);
    assertThat(events.stream().filter(Ended.class::isInstance)).hasSize(1);
    return (Ended) events.getLast();
  }

  private List<EpochResult> epochs() {
    return events.stream()
        .filter(EpochCompleted.class::isInstance)
        .map(event -> ((EpochCompleted) event).result())
        .toList();
  }

  @Test
  void resnet18_onDigits_learnsAndTellsWhatItDid() {
    Map<String, Object> recipe = Map.of("epochs", 2L, "batchSize", 64L, "learningRate", 1e-3);
    trainer().train(fresh("learns", spec("resnet18", recipe, Limits.NONE)), events::add);

    assertThat(ended().outcome()).isEqualTo(Outcome.SUCCEEDED);
    Started started = (Started) events.getFirst();
    assertThat(started.data().fingerprint()).matches("[0-9a-f]{64}");
    assertThat(started)
        .isEqualTo(new Started("cpu:0", 11181642, 37016576, 32, 10, 1437, 360, 0, started.data()));
    // why: every tenth step and the last, and more often where steps are slow
    assertThat(events).filteredOn(Progress.class::isInstance).hasSizeGreaterThanOrEqualTo(6);
    assertThat(events)
        .filteredOn(e -> e instanceof Progress p && p.step() == 23 && p.steps() == 23)
        .hasSize(2);
    EpochResult last = epochs().getLast();
    assertThat(last.epoch()).isEqualTo(2);
    assertThat(last.test().orElseThrow().images()).isEqualTo(360);
    assertThat(last.test().orElseThrow().accuracy()).isGreaterThan(0.8);
    assertThat(last.train().loss()).isLessThan(epochs().getFirst().train().loss());
    assertThat(last.peakMemoryBytes()).isGreaterThan(100 << 20);
    assertThat(folder.resolve("checkpoints").resolve(last.checkpoint().path()))
        .hasSize(last.checkpoint().bytes());
  }

  @Test
  void resume_afterAnEpoch_endsWithTheStateOfAnUninterruptedAttempt() {
    // why: AlexNet drops out and MobileNetV2 has batch norm; together they use every kind of state
    for (String model : List.of("mobilenet_v2", "alexnet")) {
      events.clear();
      Map<String, Object> recipe =
          Map.of("epochs", 2L, "batchSize", 32L, "cropPadding", 2L, "horizontalFlip", true);
      TrialSpec spec = spec(model, recipe, Limits.ofImages(65));
      trainer().train(fresh(model, spec), events::add);
      List<EpochResult> whole = epochs();
      events.clear();

      CheckpointRef first = whole.getFirst().checkpoint();
      trainer()
          .train(new Assignment(new TrialId(model + "-1.1"), 2, spec, List.of(first)), events::add);

      assertThat(((Started) events.getFirst()).resumedFromEpoch()).isEqualTo(1);
      assertThat(epochs()).extracting(EpochResult::epoch).containsExactly(2);
      assertThat(epochs().getLast().stateHash()).isEqualTo(whole.getLast().stateHash());
      assertThat(epochs().getLast().train()).isEqualTo(whole.getLast().train());
      assertThat(epochs().getLast().test()).isEqualTo(whole.getLast().test());
    }
  }

  /** Sums are split among threads: a worker that has others to offer must not change the bits. */
  @Test
  void resume_withOtherThreadsToOffer_keepsThoseOfTheCheckpoint() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1);
    Map<String, Object> recipe = Map.of("epochs", 2L, "batchSize", 32L);
    TrialSpec spec = spec("mobilenet_v2", recipe, Limits.ofImages(65));
    InProcessTrainer trainer = trainer();
    trainer.train(fresh("two", spec), 2, events::add);
    List<EpochResult> whole = epochs();
    events.clear();
    trainer.train(fresh("one", spec), 1, events::add);
    assumeThat(epochs().getLast().stateHash())
        .as("threads decide on bits, where sums are long enough")
        .isNotEqualTo(whole.getLast().stateHash());
    events.clear();

    List<CheckpointRef> from = List.of(whole.getFirst().checkpoint());
    trainer.train(new Assignment(new TrialId("two-1.1"), 2, spec, from), 1, events::add);

    assertThat(epochs().getLast().stateHash()).isEqualTo(whole.getLast().stateHash());
    assertThat(((Started) events.getFirst()).data().notes()).isEmpty();
    CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"));
    assertThat(store.facts(store.verified(epochs().getLast().checkpoint())))
        .get()
        .extracting(facts -> facts.machine().threads())
        .isEqualTo(2);
  }

  @Test
  void resume_ofMoreThreadsThanTheMachineHas_goesOnAndSaysSo() throws IOException {
    TrialSpec spec =
        spec("mobilenet_v2", Map.of("epochs", 2L, "batchSize", 32L), Limits.ofImages(33));
    trainer().train(fresh("large", spec), events::add);
    CheckpointRef first =
        Rewritten.checkpoint(
            folder.resolve("checkpoints"),
            epochs().getFirst().checkpoint(),
            metadata -> metadata.put("trainer.threads", "4096"));
    events.clear();

    trainer().train(new Assignment(new TrialId("large-1.1"), 2, spec, List.of(first)), events::add);

    assertThat(ended().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(((Started) events.getFirst()).data().notes())
        .singleElement(as(STRING))
        .startsWith("epochs up to 1 were trained with 4096 threads, of which this machine has ");
  }

  @Test
  void best_ofAnEarlierAttempt_isStillTheBestAfterAResume() throws IOException {
    TrialSpec spec =
        spec("mobilenet_v2", Map.of("epochs", 2L, "batchSize", 32L), Limits.ofImages(65));
    trainer().train(fresh("best", spec), events::add);
    // why: as if its test images had been recognised like that
    CheckpointRef first =
        Rewritten.checkpoint(
            folder.resolve("checkpoints"),
            epochs().getFirst().checkpoint(),
            metadata -> metadata.put("bestAccuracy", "1.0"));
    events.clear();

    trainer().train(new Assignment(new TrialId("best-1.1"), 2, spec, List.of(first)), events::add);

    CheckpointStore store = new CheckpointStore(folder.resolve("checkpoints"));
    assertThat(store.facts(store.verified(epochs().getLast().checkpoint())))
        .get()
        .extracting(facts -> facts.best().orElseThrow())
        .isEqualTo(new CheckpointFacts.Best(1, 1.0, "best-1.1/1/epoch-1.safetensors"));
  }

  @Test
  void pretrained_trial_beginsWithTheWeightsAndResumesWithoutThem() throws IOException {
    Path file = StateDicts.write(folder.resolve("w.safetensors"), "mobilenet_v2", 1000, 5);
    var weights =
        new WeightsSettings(
            "imagenet", "mobilenet_v2", Optional.of(file), Optional.empty(), Optional.empty());
    TrainingSettings plain = settings(folder);
    TrainingSettings with =
        new TrainingSettings(
            plain.checkpoints(), plain.cache(), plain.datasets(), List.of(weights), 1, "cpu:0");
    TrialSpec spec =
        new TrialSpec(
            "mobilenet_v2",
            7,
            "digits",
            "imagenet",
            Recipe.of(Map.of("epochs", 2L, "batchSize", 32L, "learningRate", 1e-9)),
            Limits.ofImages(64));

    new InProcessTrainer(with).train(fresh("pre", spec), events::add);

    assertThat(ended().outcome()).as(ended().message()).isEqualTo(Outcome.SUCCEEDED);
    List<EpochResult> whole = epochs();
    try (SafetensorsFile trained =
            SafetensorsFile.open(
                folder.resolve("checkpoints").resolve(whole.getFirst().checkpoint().path()));
        SafetensorsFile given = SafetensorsFile.open(file)) {
      // why: at this rate, four steps of Adam move a weight by 4e-9 at most
      assertThat(trained.read("features.1.conv.0.0.weight").getFloat())
          .isCloseTo(given.read("features.1.conv.0.0.weight").getFloat(), within(1e-7f));
      assertThat(trained.tensors())
          .hasEntrySatisfying(
              "classifier.1.weight", head -> assertThat(head.shape()).containsExactly(10L, 1280L));
    }

    events.clear();
    trainer()
        .train(
            new Assignment(new TrialId("pre-1.1"), 2, spec, List.of(whole.getFirst().checkpoint())),
            events::add);
    assertThat(epochs().getLast().stateHash()).isEqualTo(whole.getLast().stateHash());

    events.clear();
    trainer().train(fresh("pre", spec), events::add);
    assertThat(ended().outcome()).isEqualTo(Outcome.FAILED_CODE);
    assertThat(ended().message()).contains("Set podium.weights.imagenet.mobilenet_v2");
  }

  @Test
  void stop_inTheMiddle_endsAtTheNextBatch() {
    InProcessTrainer trainer = trainer();
    Consumer<TrainerEvent> stopping =
        event -> {
          events.add(event);
          if (event instanceof Progress) {
            trainer.stop(Outcome.CANCELLED);
          }
        };
    Map<String, Object> recipe = Map.of("epochs", 1L, "batchSize", 8L);
    trainer.train(fresh("stopped", spec("mobilenet_v2", recipe, Limits.NONE)), stopping);

    assertThat(ended().outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(events).filteredOn(Progress.class::isInstance).hasSize(1);
    assertThat(epochs()).isEmpty();
    assertThat(Files.exists(folder.resolve("checkpoints/stopped-1.1"))).isFalse();
  }

  @Test
  void wallLimit_passed_endsAsTimeout() {
    long[] now = {0};
    InProcessTrainer trainer =
        new InProcessTrainer(settings(folder), () -> now[0] += 1_000_000_000, Runnable::run);
    TrialSpec spec = spec("mobilenet_v2", Map.of("batchSize", 8L), new Limits(0, 5, 0));
    trainer.train(fresh("slow", spec), events::add);

    assertThat(ended().outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(ended().message()).contains("5 s");
  }

  @Test
  void wallLimit_loweredInTheMiddle_endsAsTimeoutAtTheNextBatch() {
    Map<String, Object> recipe = Map.of("batchSize", 8L);
    long[] now = {0};
    InProcessTrainer timed =
        new InProcessTrainer(settings(folder), () -> now[0] += 1_000_000_000, Runnable::run);
    timed.train(
        fresh("cut", spec("mobilenet_v2", recipe, Limits.NONE)),
        event -> {
          events.add(event);
          if (event instanceof Progress) {
            timed.limit(new Limits(0, 1, 0));
          }
        });

    assertThat(ended().outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(ended().message()).contains("1 s");
    assertThat(events).filteredOn(Progress.class::isInstance).hasSize(1);
  }

  @Test
  void wallLimit_raisedInTime_sparesTheAttempt() {
    Map<String, Object> recipe = Map.of("batchSize", 8L, "epochs", 1L);
    TrialSpec spec = spec("mobilenet_v2", recipe, new Limits(256, 25, 0));
    for (boolean raised : List.of(false, true)) {
      events.clear();
      long[] now = {0};
      InProcessTrainer timed =
          new InProcessTrainer(settings(folder), () -> now[0] += 1_000_000_000, Runnable::run);
      timed.train(
          fresh(raised ? "spared" : "slow", spec),
          event -> {
            events.add(event);
            if (raised && event instanceof Progress) {
              timed.limit(new Limits(256, 1_000, 0));
            }
          });
      assertThat(ended().outcome()).isEqualTo(raised ? Outcome.SUCCEEDED : Outcome.TIMEOUT);
    }
  }

  @Test
  void hugeLearningRate_endsAsDiverged() {
    Map<String, Object> recipe =
        Map.of("optimizer", "sgd", "learningRate", 100.0, "batchSize", 8L, "momentum", 0.99);
    trainer().train(fresh("wild", spec("alexnet", recipe, Limits.ofImages(100))), events::add);

    assertThat(ended().outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(ended().message())
        .matches("the loss became infinite .* in epoch 1 at step [2-9] of 13; lower .*");
  }

  @Test
  void hugeLearningRate_lookedAtSeldomOrAtEveryStep_namesTheSameStep() {
    Map<String, Object> recipe =
        Map.of("optimizer", "sgd", "learningRate", 60.0, "batchSize", 8L, "momentum", 0.9);
    TrialSpec spec = spec("mobilenet_v2", recipe, Limits.ofImages(256));
    new InProcessTrainer(settings(folder), () -> 0, Runnable::run)
        .train(fresh("seldom", spec), events::add);
    Ended seldom = ended();

    events.clear();
    long[] now = {0};
    new InProcessTrainer(settings(folder), () -> now[0] += 2_000_000_000, Runnable::run)
        .train(fresh("often", spec), events::add);

    Progress lastGood =
        (Progress) events.stream().filter(Progress.class::isInstance).toList().getLast();
    assertThat(ended().outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(ended().message())
        .contains("in epoch %d at step %d of 32".formatted(lastGood.epoch(), lastGood.step() + 1));
    assertThat(seldom).isEqualTo(ended());
  }

  @Test
  void weightsThatBurstInTheLastStep_endAsDivergedNamingTheTestImages() {
    Map<String, Object> recipe = Map.of("learningRate", 100.0, "batchSize", 8L);
    trainer().train(fresh("burst", spec("alexnet", recipe, Limits.ofImages(8))), events::add);

    assertThat(ended().outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(ended().message())
        .startsWith("the loss of the test images is infinite or not a number after epoch 1; lower");
    assertThat(epochs()).isEmpty();
  }

  @Test
  void epochLimit_passed_endsAsTimeoutNamingEpochAndLimit() {
    long[] now = {0};
    InProcessTrainer trainer =
        new InProcessTrainer(settings(folder), () -> now[0] += 1_000_000_000, Runnable::run);
    Map<String, Object> recipe = Map.of("batchSize", 8L, "epochs", 3L);
    trainer.train(fresh("slow", spec("mobilenet_v2", recipe, new Limits(16, 0, 8))), events::add);

    // why: two steps of training and two of evaluation fit into no epoch of 8 looks at the clock
    assertThat(ended().outcome()).isEqualTo(Outcome.TIMEOUT);
    assertThat(ended().message())
        .isEqualTo(
            "epoch 1 reached its limit of 8 s; raise limits.epochSeconds or train on fewer"
                + " images");
  }

  @Test
  void heldOutImages_areScoredApartAndNotTrainedOn() {
    Map<String, Object> recipe =
        Map.of(
            "epochs",
            3L,
            "batchSize",
            32L,
            "validationShare",
            0.25,
            "evaluateEvery",
            2L,
            "labelSmoothing",
            0.1,
            "clipNorm",
            1.0);
    trainer().train(fresh("held", spec("mobilenet_v2", recipe, Limits.ofImages(200))), events::add);

    assertThat(ended()).isEqualTo(new Ended(Outcome.SUCCEEDED, "all epochs are trained"));
    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            Started.class, started -> assertThat(started.trainImages()).isEqualTo(150));
    assertThat(epochs()).allSatisfy(epoch -> assertThat(epoch.train().images()).isEqualTo(150));
    assertThat(epochs())
        .extracting(epoch -> epoch.test().isPresent())
        .containsExactly(false, true, true);
    assertThat(epochs())
        .extracting(epoch -> epoch.validation().map(Score::images))
        .containsExactly(Optional.empty(), Optional.of(50), Optional.of(50));
  }

  @Test
  void split_tooSmall_failsSayingWhatToChange() {
    Map<String, Object> recipe = Map.of("validationShare", 0.01);
    trainer().train(fresh("a", spec("mobilenet_v2", recipe, Limits.ofImages(50))), events::add);
    assertThat(ended().outcome()).isEqualTo(Outcome.FAILED_CODE);
    assertThat(ended().message())
        .isEqualTo(
            "validationShare 0.01 of 50 training images holds out none; raise it, or set it to 0");

    events.clear();
    trainer().train(fresh("b", spec("mobilenet_v2", Map.of(), Limits.ofImages(1))), events::add);
    assertThat(ended().message())
        .isEqualTo("images left to train on: 1, but batch norm needs 2; raise limits.trainImages");
  }

  @Test
  void bfloat16_onDigits_learnsAndResumesWithTheSameState() {
    Map<String, Object> recipe =
        Map.of("epochs", 3L, "batchSize", 64L, "learningRate", 1e-3, "precision", "bf16");
    TrialSpec narrow = spec("resnet18", recipe, Limits.ofImages(512));
    trainer().train(fresh("narrow", narrow), events::add);
    List<EpochResult> whole = epochs();
    assertThat(whole.getLast().train().loss()).isLessThan(whole.getFirst().train().loss() / 2);
    events.clear();
    List<CheckpointRef> from = List.of(whole.get(1).checkpoint());
    trainer().train(new Assignment(new TrialId("narrow-1.1"), 2, narrow, from), events::add);
    String hash = whole.getLast().stateHash();
    assertThat(epochs()).extracting(EpochResult::stateHash).containsExactly(hash);
  }

  @Test
  void wrongNames_failSayingWhatIsKnown() {
    trainer().train(fresh("a", spec("resnet99", Map.of(), Limits.NONE)), events::add);
    assertThat(ended().outcome()).isEqualTo(Outcome.FAILED_CODE);
    assertThat(ended().message())
        .contains("resnet99")
        .contains("mobilenet_v2")
        .contains("resnet18, resnet18_cifar");

    events.clear();
    TrialSpec wide = spec("mobilenet_v2(widthMultiplier=9;depth=2)", Map.of(), Limits.NONE);
    trainer().train(fresh("w", wide), events::add);
    assertThat(ended().message())
        .isEqualTo(
            "model.depth is not an option of mobilenet_v2; it has widthMultiplier;"
                + " model.widthMultiplier is 9; allowed: a number from 0.1 to 4.0");

    events.clear();
    trainer()
        .train(fresh("b", spec("alexnet", Map.of("imageSize", 32L), Limits.NONE)), events::add);
    assertThat(ended().message())
        .isEqualTo("imageSize 32 is too small for alexnet; its smallest is 63");

    events.clear();
    TrialSpec unknown =
        new TrialSpec("alexnet", 1, "mnist", "none", Recipe.defaults(), Limits.NONE);
    trainer().train(fresh("c", unknown), events::add);
    assertThat(ended().message()).contains("mnist").contains("digits");
  }
}
