package podium.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.cli.view.Story;
import podium.protocol.codec.RequestFile;
import podium.protocol.event.Event;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.protocol.request.Request;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.trainer.ProcessSettings;
import podium.workers.trainer.ProcessTrainer;
import podium.workers.training.TrainingSettings;
import podium.workers.training.data.catalog.DatasetSettings;
import podium.workers.training.safetensors.SafetensorsFile;

/** Taking away and recomputing what a real trainer trained; the log is written as it went. */
final class ExportVerifyTest {
  private static final String TRIAL = "mine-1.1";
  private static final String EXPERIMENT =
      "{\"experiment\":\"mine\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2\"]},"
          + "\"recipe\":{\"epochs\":3,\"batchSize\":32,\"cropPadding\":2},\"limits\":{\"trainImages\":96}}";

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;
  private static final List<EpochResult> EPOCHS = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void train() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TopicSetup.ensure(kafka.own());
    Map<String, Object> assignment = Map.of("model", "mobilenet_v2");
    ExperimentSpec spec = spec();
    var digits = new DatasetSettings("digits", DatasetSettings.Kind.DIGITS, Optional.empty(), 0);
    Path data = folder.resolve("data");
    var training =
        new TrainingSettings(
            data.resolve("checkpoints"), data.resolve("cache"), List.of(digits), 2, "cpu:0");
    try (ProcessTrainer trainer = new ProcessTrainer(new ProcessSettings(training, "", 512));
        ScriptedScheduler scheduler = new ScriptedScheduler(kafka.own())) {
      scheduler.write(Story.worker());
      scheduler.write(
          new Event.ExperimentAccepted(
              Story.source(0),
              new ExperimentId("mine-1"),
              spec,
              List.of(new TrialEntry(new TrialId(TRIAL), assignment))));
      scheduler.write(Story.placed(TRIAL, 1));
      scheduler.write(Story.started(TRIAL, 1));
      trainer.train(
          new Assignment(new TrialId(TRIAL), 1, spec.trial(assignment), List.of()),
          event -> {
            if (event instanceof TrainerEvent.EpochCompleted epoch) {
              EPOCHS.add(epoch.result());
              scheduler.write(
                  new Event.EpochCompleted(
                      new TrialId(TRIAL), 1, 1L + EPOCHS.size(), epoch.result()));
            }
          });
      succeeded(scheduler, TRIAL, 2L + EPOCHS.size());
      scheduler.write(
          new Event.ExperimentAccepted(
              Story.source(1),
              new ExperimentId("other-1"),
              spec,
              List.of(new TrialEntry(new TrialId("other-1.1"), assignment))));
      scheduler.write(Story.placed("other-1.1", 1));
      scheduler.write(Story.started("other-1.1", 1));
      scheduler.write(Story.epoch("other-1.1", 1, 1, 351));
      succeeded(scheduler, "other-1.1", 3);
      scheduler.write(
          new Event.ExperimentAccepted(
              Story.source(2),
              new ExperimentId("moved-1"),
              spec,
              List.of(new TrialEntry(new TrialId("moved-1.1"), assignment))));
      scheduler.write(Story.placed("moved-1.1", 1));
      scheduler.write(
          Story.started("moved-1.1", 1, new DataFacts("ab".repeat(32), List.of("of old"))));
      scheduler.write(new Event.EpochCompleted(new TrialId("moved-1.1"), 1, 2, EPOCHS.getFirst()));
    }
    assertThat(EPOCHS).hasSize(3);
  }

  private static void succeeded(ScriptedScheduler scheduler, String trial, long sequence) {
    scheduler.write(Story.attemptEnded(trial, 1, sequence, Outcome.SUCCEEDED));
    scheduler.write(Story.ended(trial, TrialStatus.SUCCEEDED));
  }

  private static ExperimentSpec spec() {
    if (RequestFile.read(EXPERIMENT, List.of()).parts().getFirst().reading()
            instanceof Request.Reading.Understood(Request request)
        && request instanceof Request.Submit submit) {
      return submit.spec();
    }
    throw new IllegalStateException(EXPERIMENT);
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  private int execute(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--kafka", kafka.bootstrapServers(), "--data-dir", folder + "/data"));
    return Commands.line()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private static double accuracy(EpochResult epoch) {
    return epoch.test().map(Score::accuracy).orElseThrow();
  }

  @Test
  void export_withoutMore_takesTheBestEpochAndSaysWhatItIs() throws IOException {
    Path file = folder.resolve("best.safetensors");

    assertThat(execute("export", TRIAL, file.toString())).as(err.toString()).isZero();

    double best = EPOCHS.stream().mapToDouble(ExportVerifyTest::accuracy).max().orElseThrow();
    int epoch = EPOCHS.stream().filter(e -> accuracy(e) == best).findFirst().orElseThrow().epoch();
    assertThat(out.toString()).contains("mobilenet_v2 of mine-1.1, epoch " + epoch);
    try (SafetensorsFile exported = SafetensorsFile.open(file)) {
      assertThat(exported.metadata())
          .containsEntry("trial", TRIAL)
          .containsEntry("epoch", Integer.toString(epoch))
          .containsEntry("model", "mobilenet_v2")
          .containsEntry("testAccuracy", Double.toString(best))
          .containsEntry("mean", "[0.5, 0.5, 0.5]")
          .containsEntry("classes", "0\n1\n2\n3\n4\n5\n6\n7\n8\n9");
      assertThat(exported.metadata().get("podium")).contains("\"batchSize\" : 32");
      assertThat(exported.metadata().get("dataFingerprint")).matches("[0-9a-f]{64}");
      assertThat(exported.tensors())
          .containsKey("features.0.1.num_batches_tracked")
          .doesNotContainKey("optimizer.exp_avg.classifier.1.bias");
    }
  }

  @Test
  void export_ofAGivenEpoch_orTheLast_takesThat() throws IOException {
    Path file = folder.resolve("given.safetensors");

    assertThat(execute("export", TRIAL, file.toString(), "--epoch", "2")).isZero();
    assertThat(epochIn(file)).isEqualTo("2");
    assertThat(execute("export", TRIAL, file.toString(), "--last")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("is there already; replace it with --force");
    out.getBuffer().setLength(0);
    assertThat(execute("export", TRIAL, file.toString(), "--last", "--force", "--json")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("epoch").asInt()).isEqualTo(3);
    assertThat(epochIn(file)).isEqualTo("3");
    assertThat(execute("export", TRIAL, "x", "--last", "--epoch", "1"))
        .isEqualTo(ExitCodes.REFUSED);
    assertThat(execute("export", TRIAL, "x", "--epoch", "9")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("mine-1.1 has no epoch 9; it has 3");
  }

  private static String epochIn(Path file) throws IOException {
    try (SafetensorsFile exported = SafetensorsFile.open(file)) {
      return exported.metadata().getOrDefault("epoch", "");
    }
  }

  @Test
  void export_ofAnUnknownTrial_orAnExperiment_saysWhatToName() {
    assertThat(execute("export", "lost-1.1", "x")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("there is no trial lost-1.1", "./podium status");
    assertThat(execute("export", "mine-1", "x")).isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString()).contains("mine-1 is an experiment; name one of its trials");
  }

  @Test
  void export_whereTheCheckpointIsNot_saysWhoWroteIt() {
    assertThat(execute("export", TRIAL, "x", "--checkpoints", folder.resolve("empty").toString()))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .contains("mine-1.1/1/epoch-", "is not there", "w cpu:0 wrote it", "--checkpoints");
  }

  @Test
  void verify_ofTheLastEpochAndOfTheFirst_isExact() throws IOException {
    assertThat(execute("verify", TRIAL)).as(err.toString()).isZero();
    assertThat(execute("verify", TRIAL, "--epoch", "1")).as(err.toString()).isZero();

    assertThat(out.toString())
        .contains("epoch 3 of mine-1.1 from the checkpoint of epoch 2, on cpu:0 with 2 threads")
        .contains("EXACT  epoch 3 of mine-1.1  " + EPOCHS.getLast().stateHash())
        .contains("from its seed")
        .contains("EXACT  epoch 1 of mine-1.1  " + EPOCHS.getFirst().stateHash());
    assertThat(folder.resolve("data/checkpoints")).isDirectoryNotContaining("glob:**.podium-*");
    out.getBuffer().setLength(0);
    assertThat(execute("verify", TRIAL, "--epoch", "1", "--json")).as(err.toString()).isZero();
    JsonNode answer = new ObjectMapper().readTree(out.toString());
    assertThat(answer.get("exact").asBoolean()).isTrue();
    assertThat(answer.get("threads").asInt()).isEqualTo(2);
    assertThat(answer.get("recomputed").get("stateHash").asText())
        .isEqualTo(EPOCHS.getFirst().stateHash());
  }

  @Test
  void verify_ofAnEpochThatCameOutOtherwise_showsBothAndFails() {
    assertThat(execute("verify", "other-1.1", "--threads", "2")).isEqualTo(ExitCodes.FAILED);

    assertThat(out.toString())
        .contains("DIFFERS  epoch 1 of other-1.1")
        .contains("in the log  hash")
        .contains("recomputed  " + EPOCHS.getFirst().stateHash())
        .contains("no JSON is left");
  }

  @Test
  void verify_onOtherData_isRefusedInWords() {
    assertThat(execute("verify", "moved-1.1", "--threads", "2")).isEqualTo(ExitCodes.FAILED);

    assertThat(err.toString())
        .contains(
            "moved-1.1 cannot be recomputed: the data set digits is not the one it was trained on"
                + " (fingerprint abababab then and ")
        .contains(" now). Put the old data back.");
  }

  @Test
  void verify_withoutTheCheckpointBefore_saysWhatCanBe() throws IOException {
    Path home = folder.resolve("pruned");
    Path last = home.resolve(EPOCHS.getLast().checkpoint().path());
    Files.createDirectories(last.resolveSibling(""));
    Files.copy(
        folder.resolve("data/checkpoints").resolve(EPOCHS.getLast().checkpoint().path()), last);

    assertThat(execute("verify", TRIAL, "--epoch", "3", "--checkpoints", home.toString()))
        .isEqualTo(ExitCodes.FAILED);
    assertThat(err.toString())
        .contains("epoch 3 of mine-1.1 cannot be verified", "that can be: 1.", "keep-every");
  }
}
