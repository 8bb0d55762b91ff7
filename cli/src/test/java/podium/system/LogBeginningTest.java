package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.command.Commands;
import podium.cli.command.ExitCodes;
import podium.cli.config.Settings;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.cli.node.NodeSettings;
import podium.engine.port.SchedulerStatus.Phase;
import podium.protocol.FreePort;
import podium.protocol.topic.Topics;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;

/** The event log loses its first records, as by retention or delete_records, on a real broker. */
final class LogBeginningTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final String TOLD = "topic podium.events begins at offset 1: offset 0 is gone";

  @TempDir Path folder;
  private EmbeddedKafka kafka;

  @BeforeEach
  void begin() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TopicSetup.ensureOwn(kafka.own());
  }

  @AfterEach
  void end() {
    kafka.close();
  }

  private Scheduler scheduler() {
    return Scheduler.start(
        new NodeSettings(Settings.load(Optional.empty()).root())
            .withKafka(kafka.own())
            .with("podium.cluster.port", FreePort.any())
            .read(SchedulerSettings::from));
  }

  private Admin admin() {
    return Admin.create(Map.<String, Object>copyOf(kafka.own().properties()));
  }

  private void forget(long before) throws Exception {
    try (Admin admin = admin()) {
      admin.deleteRecords(Map.of(EVENTS, RecordsToDelete.beforeOffset(before))).all().get();
    }
  }

  private long ends() {
    try (Admin admin = admin()) {
      return admin
          .listOffsets(Map.of(EVENTS, OffsetSpec.latest()))
          .partitionResult(EVENTS)
          .get()
          .offset();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeAnew() throws Exception {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(Topics.EVENTS)).all().get();
      NewTopic anew = new NewTopic(Topics.EVENTS, Optional.of(1), Optional.empty());
      admin.createTopics(List.of(anew.configs(Topics.settings().get(Topics.EVENTS)))).all().get();
    }
  }

  @Test
  void scheduler_logWithoutItsBeginning_saysSoClaimsNothingAndComesBackWithANewLog()
      throws Exception {
    long end;
    try (Scheduler reigning = scheduler()) {
      await().atMost(LONG).until(() -> reigning.status().active());
      end = ends();
      forget(1);
      await().atMost(LONG).until(() -> reigning.status().phase() == Phase.FAILED);
      assertThat(reigning.status().detail()).startsWith(TOLD);
    }
    try (Scheduler late = scheduler()) {
      await().atMost(LONG).until(() -> late.status().phase() == Phase.FAILED);
      await()
          .during(Duration.ofSeconds(4))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(late.status().detail()).startsWith(TOLD));
      assertThat(ends()).as("no term was claimed").isEqualTo(end);
      makeAnew();
      await().atMost(LONG).until(() -> late.status().active());
      assertThat(late.status().term()).isEqualTo(1);
    }
  }

  @Test
  void commands_logWithoutItsBeginning_sayTheSameSentence() throws Exception {
    try (Scheduler scheduler = scheduler()) {
      await().atMost(LONG).until(() -> scheduler.status().active());
    }
    forget(1);
    Path spec =
        Files.writeString(
            folder.resolve("mine.yaml"),
            "experiment: mine\ndataset: digits\nmatrix: {model: [resnet18]}\n");
    for (List<String> words :
        List.of(
            List.of("status"),
            List.of("watch"),
            List.of("submit", spec.toString(), "--wait"),
            List.of("cancel", "mine-1"),
            List.of("export", "mine-1.1", folder.resolve("mine.safetensors").toString()))) {
      StringWriter err = new StringWriter();
      int code =
          Commands.line()
              .setErr(new PrintWriter(err))
              .execute(
                  java.util.stream.Stream.concat(
                          words.stream(),
                          java.util.stream.Stream.of("--kafka", kafka.bootstrapServers()))
                      .toArray(String[]::new));
      assertThat(err.toString()).as(words.getFirst()).startsWith("podium: " + TOLD).hasLineCount(1);
      assertThat(code).as(words.getFirst()).isEqualTo(ExitCodes.FAILED);
    }
  }
}
