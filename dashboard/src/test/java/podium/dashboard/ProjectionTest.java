package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.topic.Topics;

/** The projector against real Kafka and real H2 files. */
final class ProjectionTest {
  @TempDir static Path kafka;
  @TempDir Path h2;
  private static Scene.Told told;

  @BeforeAll
  static void startKafka() throws Exception {
    told = Scene.Told.in(kafka);
  }

  @AfterAll
  static void stopKafka() {
    told.close();
  }

  @Test
  void h2Deleted_rebuiltEqual_underAnotherGeneration() throws Exception {
    String before;
    String generation;
    try (Dashboard dashboard = told.dashboard(h2)) {
      before = Scene.everything(dashboard);
      generation = Scene.json(dashboard, "/api/status").get("generation").asText();
    }
    Files.delete(h2.resolve("board.mv.db"));

    try (Dashboard dashboard = told.dashboard(h2)) {
      assertThat(Scene.everything(dashboard)).isEqualTo(before);
      assertThat(Scene.json(dashboard, "/api/status").get("generation").asText())
          .isNotEqualTo(generation);
    }
  }

  @Test
  void boardHash_ofKafkaOfAReplayAndOfAFold_isTheSame(@TempDir Path aside) throws Exception {
    List<byte[]> log = told.story().log();
    try (Dashboard dashboard = told.dashboard(h2);
        Replay replay = Replay.start("monday.jsonl", aside.resolve("replay"), 0);
        FoldedLog folded = FoldedLog.start(aside.resolve("fold"))) {
      for (int offset = 0; offset < log.size(); offset++) {
        replay.take(offset, log.get(offset));
        folded.take(offset, log.get(offset));
      }
      replay.show();
      String hash = folded.hash().sha256();
      JsonNode status = Scene.json(dashboard, "/api/status");
      assertThat(status.get("offset").asInt()).isEqualTo(log.size());
      assertThat(status.get("boardHash").asText()).isEqualTo(hash);
      assertThat(Scene.http("http://127.0.0.1:%d/api/status".formatted(replay.port())))
          .contains("\"boardHash\":\"%s\"".formatted(hash));
    }
  }

  @Test
  void restarted_h2Kept_goesOnWhereItWas() throws Exception {
    String before;
    try (Dashboard dashboard = told.dashboard(h2)) {
      before = Scene.get(dashboard, "/api/leaderboard").body();
    }

    try (Dashboard dashboard = Scene.dashboard(told.broker(), h2)) {
      assertThat(Scene.get(dashboard, "/api/leaderboard").body()).isEqualTo(before);
      Scene.awaitOffset(dashboard, told.story().log().size());
      assertThat(Scene.get(dashboard, "/api/leaderboard").body()).isEqualTo(before);
    }
  }

  @Test
  void restarted_factsThatCannotBe_areRefusedAsIfItHadNeverStopped(@TempDir Path otherKafka)
      throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        KafkaLog log = new KafkaLog(other.address())) {
      Story own = Scene.story().epoch("mine-1.2", 2, 9, 0.99, 9);
      log.append(own);
      String generation;
      try (Dashboard dashboard = Scene.dashboard(other, h2)) {
        Scene.awaitOffset(dashboard, own.log().size());
        JsonNode status = Scene.json(dashboard, "/api/status");
        assertThat(status.get("refused").asInt()).isOne();
        assertThat(status.get("withoutEffect").get(0).get("reason").asText())
            .isEqualTo("epoch 9 of mine-1.2 does not follow epoch 2");
        generation = status.get("generation").asText();
      }

      log.append(own.placed("mine-1.3", 2, "cuda:0").ended("mine-1.2", TrialStatus.SUCCEEDED));
      try (Dashboard dashboard = Scene.dashboard(other, h2)) {
        Scene.awaitOffset(dashboard, own.log().size());
        JsonNode status = Scene.json(dashboard, "/api/status");
        assertThat(status.get("refused").asInt()).isEqualTo(3);
        assertThat(status.get("complete").asBoolean()).isTrue();
        assertThat(status.get("trials"))
            .isEqualTo(
                Scene.tree(
                    "{\"queued\":1,\"running\":1,\"paused\":0,\"succeeded\":1,\"failed\":0,"
                        + "\"cancelled\":0,\"stopped\":0}"));
        assertThat(status.get("generation").asText()).as("not built anew").isEqualTo(generation);
      }
    }
  }

  @Test
  void boardThatJudgedByOtherRules_builtAnew() throws Exception {
    String before;
    String generation;
    try (Dashboard dashboard = told.dashboard(h2)) {
      before = Scene.everything(dashboard);
      generation = Scene.json(dashboard, "/api/status").get("generation").asText();
    }
    Scene.sql(h2, "UPDATE position SET refused = 2", "UPDATE trial SET best_test_accuracy = 0.99");

    try (Dashboard dashboard = Scene.dashboard(told.broker(), h2)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () ->
                  !Scene.json(dashboard, "/api/status")
                      .get("generation")
                      .asText()
                      .equals(generation));
      Scene.awaitOffset(dashboard, told.story().log().size());
      assertThat(Scene.everything(dashboard)).isEqualTo(before);
    }
  }

  @Test
  void recordOfALaterVersion_boardSaysThatItIsIncompleteAndRefusesNothing(@TempDir Path otherKafka)
      throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        KafkaLog log = new KafkaLog(other.address())) {
      Story own =
          Scene.story()
              .changed(
                  new Event.SlotFreed(Story.WORKER, Story.WORKER_INCARNATION, "cuda:0"),
                  record -> Scene.renamed(record, "SlotFreed", "SlotPainted"))
              .epoch("mine-1.2", 2, 9, 0.99, 9);
      log.append(own);
      try (Dashboard dashboard = Scene.dashboard(other, h2)) {
        Scene.awaitOffset(dashboard, own.log().size());
        JsonNode status = Scene.json(dashboard, "/api/status");
        assertThat(status.get("complete").asBoolean()).isFalse();
        assertThat(status.get("notUnderstood").asInt()).isOne();
        assertThat(status.get("refused").asInt()).isZero();
        assertThat(status.get("notices").get(0).asText())
            .contains("1 records of the log are of a later version", "this board is incomplete");
        assertThat(Scene.json(dashboard, "/api/trials/mine-1.2").get("epoch").asInt()).isEqualTo(9);
      }
    }
  }

  @Test
  void h2Truncated_rebuilt() throws Exception {
    String before;
    try (Dashboard dashboard = told.dashboard(h2)) {
      before = Scene.everything(dashboard);
    }
    Path file = h2.resolve("board.mv.db");
    byte[] content = Files.readAllBytes(file);
    byte[] half = java.util.Arrays.copyOf(content, content.length / 2);
    java.util.Arrays.fill(half, 0, Math.min(8192, half.length), (byte) 7);
    Files.write(file, half);

    try (Dashboard dashboard = told.dashboard(h2)) {
      assertThat(Scene.everything(dashboard)).isEqualTo(before);
    }
  }

  @Test
  void schemaOfTheFuture_rebuilt() throws Exception {
    told.followedBy(h2);
    Scene.sql(
        h2,
        "INSERT INTO \"flyway_schema_history\" SELECT 99, '99', 'later', 'SQL', 'V99__later.sql',"
            + " 1, \"installed_by\", \"installed_on\", 1, TRUE FROM \"flyway_schema_history\""
            + " WHERE \"version\" = '1'",
        "UPDATE trial SET model = 'not ours'");

    try (Dashboard dashboard = told.dashboard(h2)) {
      assertThat(Scene.get(dashboard, "/api/leaderboard").body()).doesNotContain("not ours");
    }
  }

  @Test
  void offsetBeyondTheEnd_noticedAndRebuilt() throws Exception {
    told.followedBy(h2);
    Scene.sql(h2, "UPDATE position SET log_offset = 1000000");

    try (Dashboard dashboard = told.dashboard(h2)) {
      assertThat(Scene.json(dashboard, "/api/trials").get("total").asInt()).isEqualTo(3);
    }
  }

  @Test
  void fileHeldByAnotherProcess_refusedAndNotDeleted() throws Exception {
    told.followedBy(h2);
    Path file = h2.resolve("board.mv.db");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThatThrownBy(() -> Scene.dashboard(told.broker(), h2))
          .hasMessageContaining("another dashboard uses");
      assertThat(file).exists();
    }
  }

  @Test
  void logEndsWithATransactionsEnd_readyAndLevel(@TempDir Path otherKafka) throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        KafkaLog log = new KafkaLog(other.address());
        KafkaProducer<byte[], byte[]> foreign =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", other.address(), "transactional.id", "foreign"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      log.append(new Story().term());
      foreign.initTransactions();
      foreign.beginTransaction();
      foreign.send(new ProducerRecord<>(Topics.EVENTS, 0, null, new byte[] {1}));
      foreign.flush();
      foreign.abortTransaction();

      try (Dashboard dashboard = Scene.dashboard(other, h2)) {
        Scene.awaitOffset(dashboard, 2);
        JsonNode status = Scene.json(dashboard, "/api/status");
        assertThat(status.get("voided").asInt()).isEqualTo(1);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> Scene.json(dashboard, "/api/status").get("lag").asInt() == 0);
      }
      try (Dashboard again = Scene.dashboard(other, h2)) {
        await().atMost(Duration.ofSeconds(20)).until(again::ready);
      }
    }
  }

  @Test
  void eventLogGetsPartitions_saidWithinSecondsAndStillReady(@TempDir Path otherKafka)
      throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        Dashboard dashboard = Scene.dashboard(other, h2);
        KafkaLog log = new KafkaLog(other.address());
        Admin admin = Admin.create(Map.of("bootstrap.servers", other.address()))) {
      await().atMost(Duration.ofSeconds(20)).until(() -> dashboard.topics().equals("ready"));
      admin.createPartitions(Map.of(Topics.EVENTS, NewPartitions.increaseTo(3))).all().get();
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> dashboard.topics().contains("podium.events has 3 partitions"));
      assertThat(dashboard.topicsReady()).isTrue();
      assertThat(Scene.get(dashboard, "/healthz").body()).contains("partition 0 alone");
      log.append(new Story().term());
      Scene.awaitOffset(dashboard, 1);
    }
  }

  @Test
  void brokerStopped_noLongerReady(@TempDir Path otherKafka) throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        Dashboard dashboard = Scene.dashboard(other, h2)) {
      await().atMost(Duration.ofSeconds(20)).until(dashboard::ready);
      await().atMost(Duration.ofSeconds(20)).until(() -> dashboard.topics().equals("ready"));
      other.close();

      await().atMost(Duration.ofSeconds(30)).until(() -> !dashboard.ready());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> dashboard.topics().equals("Kafka does not answer"));
    }
  }
}
