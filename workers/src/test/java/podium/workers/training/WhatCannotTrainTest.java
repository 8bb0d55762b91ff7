package podium.workers.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.domain.TrainerEvent.Ended;

/** What cannot train is told in words, at the latest by the first step, and not tried again. */
final class WhatCannotTrainTest {
  private static final String TRACE = "; the whole trace is in the trainer's log";

  @TempDir private Path folder;

  private Ended train(String model, String dataset, int images, long batchSize, long imageSize) {
    Recipe recipe = Recipe.of(Map.of("epochs", 1L, "batchSize", batchSize, "imageSize", imageSize));
    return train(new TrialSpec(model, 7, dataset, "none", recipe, Limits.ofImages(images)));
  }

  private Ended train(TrialSpec spec) {
    List<TrainerEvent> events = new ArrayList<>();
    new InProcessTrainer(InProcessTrainerTest.settings(folder))
        .train(new Assignment(new TrialId("t-1.1"), 1, spec, List.of()), events::add);
    return (Ended) events.getLast();
  }

  private Ended hopeless(String model, String dataset, int images, long batchSize, long size) {
    Ended ended = train(model, dataset, images, batchSize, size);
    assertThat(ended.outcome()).as(ended.message()).isEqualTo(Outcome.FAILED_CODE);
    assertThat(ended.hopeless()).as(ended.message()).isTrue();
    return ended;
  }

  @Test
  void batchOfOne_whereBatchNormSeesSingleValues_isToldWithWhatHelps() {
    assertThat(hopeless("resnet18", "digits", 8, 1, 0).message())
        .isEqualTo(
            "a batch of one image cannot train resnet18 at imageSize 32 here: batch normalisation"
                + " sees a single value for each channel. Set batchSize 2 or more, imageSize 33 or"
                + " more, or take a model without batch normalisation.");
    assertThat(hopeless("team_norm", "digits", 8, 1, 0).message())
        .contains("team_norm at imageSize 32", "batchSize 2 or more, a larger imageSize,");
  }

  @Test
  void oneImageAtATime_whereBatchNormSeesSingleValues_isToldWithWhatHelps() {
    Recipe recipe = Recipe.of(Map.of("epochs", 1L, "batchSize", 4L, "microBatch", 1L));
    Ended ended = train(new TrialSpec("resnet18", 7, "digits", "none", recipe, Limits.ofImages(8)));
    assertThat(ended.hopeless()).isTrue();
    assertThat(ended.message())
        .startsWith("one image at a time cannot train resnet18 at imageSize 32 here")
        .contains("Set microBatch 2 or more, imageSize 33 or more,");
  }

  @Test
  void batchOfOne_forABatchNormThatIsHidden_isToldAtTheFirstStep() {
    assertThat(hopeless("team_hidden_norm", "digits", 8, 1, 0).message())
        .startsWith("a batch of one image cannot train team_hidden_norm here: batch normal");
    assertThat(train("team_hidden_norm", "digits", 8, 2, 0).outcome()).isEqualTo(Outcome.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource({"resnet18,33", "mobilenet_v2_cifar,32", "alexnet,64", "vgg11,32"})
  void batchOfOne_whereItCanTrain_trains(String model, long imageSize) {
    Ended ended = train(model, "digits", 3, 1, imageSize);
    assertThat(ended.outcome()).as(ended.message()).isEqualTo(Outcome.SUCCEEDED);
  }

  @Test
  void outputs_otherThanTheClasses_areToldAtTheFirstStep() {
    assertThat(hopeless("team_narrow", "digits", 8, 4, 0).message())
        .isEqualTo(
            "model team_narrow gives 5 outputs for 10 classes; its last layer must be as wide as"
                + " options.classes() says");
    assertThat(hopeless("team_flat", "digits", 8, 4, 0).message())
        .contains("team_flat gives logits of shape (4, 3, 32, 2), not (4, 10), for 4 images of 10");
  }

  @Test
  void ownCode_thatThrows_isNamedByItsFirstFrame() {
    assertThat(hopeless("team_late", "digits", 8, 4, 0).message())
        .matches(
            "NoSuchElementException: .* \\(in my\\.team\\.TeamModels\\$Late\\.forwardInternal,"
                + " TeamModels\\.java:\\d+\\)"
                + TRACE);
    assertThat(hopeless("resnet18", "team-empty", 8, 4, 0).message())
        .matches(
            "NoSuchElementException: it says no more \\(in my\\.team\\.TeamDatasets\\.first,"
                + " TeamDatasets\\.java:\\d+\\)"
                + TRACE);
  }

  @Test
  void ownCode_whoseFaultMayPass_isTriedAgain() {
    Ended ended = train("team_throws", "digits", 8, 4, 0);
    assertThat(ended.outcome()).isEqualTo(Outcome.FAILED_CODE);
    assertThat(ended.hopeless()).as(ended.message()).isFalse();
    assertThat(ended.message())
        .matches(
            "Illegal\\w+Exception: .* \\(in my\\.team\\.Team\\w+\\.\\w+, Team\\w+\\.java:\\d+\\)"
                + TRACE);
  }

  @Test
  void ownDataset_whoseDiskFails_isNobodysCode() {
    Ended ended = train("resnet18", "team-offline", 8, 4, 0);
    assertThat(ended.outcome()).isEqualTo(Outcome.FAILED_INFRASTRUCTURE);
    assertThat(ended.hopeless()).as(ended.message()).isFalse();
    assertThat(ended.message()).contains("what the trial runs on failed", "stale file handle");
  }
}
