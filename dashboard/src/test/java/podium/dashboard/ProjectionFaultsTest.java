package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import podium.protocol.topic.Topics;

/** Logs, boards and records that are not what they should be: the projector comes through. */
final class ProjectionFaultsTest {
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
  void kafkasDataDeleted_h2Kept_noticedAndBoardEmpty(@TempDir Path otherKafka) throws Exception {
    told.followedBy(h2);

    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        Dashboard dashboard = Scene.dashboard(other, h2)) {
      Scene.awaitOffset(dashboard, 0);
      JsonNode trials = Scene.json(dashboard, "/api/trials");
      assertThat(trials.get("total").asInt()).isZero();
      String notice = Scene.json(dashboard, "/api/status").get("notices").get(0).asText();
      assertThat(notice).contains("the board is of another log").contains("is kept in " + h2);
      assertThat(Scene.get(dashboard, "/healthz").body()).contains("is kept in " + h2);
    }
    assertThat(aside()).singleElement().satisfies(file -> assertThat(trialsIn(file)).isEqualTo(3));
  }

  private List<Path> aside() throws Exception {
    try (Stream<Path> files = Files.list(h2)) {
      return files.filter(file -> file.getFileName().toString().startsWith("board-")).toList();
    }
  }

  private static int trialsIn(Path file) throws Exception {
    String name = file.toString().replace(".mv.db", "");
    try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + name, "podium", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM trial")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  @Test
  void lastRecordIsAnother_logLostItsTail_rebuiltAndFormerKept() throws Exception {
    told.followedBy(h2);
    Scene.sql(
        h2,
        "UPDATE position SET last_sha256 = 'of a record that Kafka lost'",
        "UPDATE trial SET best_test_accuracy = 0.99");

    try (Dashboard dashboard = told.dashboard(h2)) {
      assertThat(Scene.get(dashboard, "/api/leaderboard").body()).doesNotContain("0.99");
      assertThat(Scene.json(dashboard, "/api/status").get("notices").get(0).asText())
          .contains("the log lost its tail");
    }
    assertThat(aside()).hasSize(1);
  }

  @Test
  void boardWithoutHash_keptAndTakesItOnWithItsNextCommit(@TempDir Path otherKafka)
      throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        KafkaLog log = new KafkaLog(other.address())) {
      Story own = new Story().term();
      log.append(own);
      String generation;
      try (Dashboard dashboard = Scene.dashboard(other, h2)) {
        Scene.awaitOffset(dashboard, 1);
        generation = Scene.json(dashboard, "/api/status").get("generation").asText();
      }
      Scene.sql(h2, "UPDATE position SET last_sha256 = NULL, last_offset = NULL");
      try (Dashboard dashboard = Scene.dashboard(other, h2)) {
        Scene.awaitOffset(dashboard, 1);
        log.append(own.worker("anvil", 1));
        Scene.awaitOffset(dashboard, 2);
        assertThat(Scene.json(dashboard, "/api/status").get("generation").asText())
            .isEqualTo(generation);
      }
      assertThat(sqlCount("SELECT COUNT(*) FROM position WHERE LENGTH(last_sha256) = 64")).isOne();
    }
  }

  @Test
  void beginningOfTheLogGone_boardStaysAndSaysSo_withoutABoardNothingSpins(
      @TempDir Path otherKafka, @TempDir Path empty) throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        KafkaLog log = new KafkaLog(other.address());
        Admin admin = Admin.create(Map.of("bootstrap.servers", other.address()))) {
      Story own = Scene.story();
      log.append(own);
      try (Dashboard dashboard = Scene.dashboard(other, h2)) {
        Scene.awaitOffset(dashboard, own.log().size());
      }
      admin
          .deleteRecords(
              Map.of(new TopicPartition(Topics.EVENTS, 0), RecordsToDelete.beforeOffset(5)))
          .all()
          .get();
      Logger logger = (Logger) LoggerFactory.getLogger("podium.dashboard.kafka");
      ListAppender<ILoggingEvent> lines = new ListAppender<>();
      lines.start();
      Level before = logger.getLevel();
      logger.setLevel(Level.WARN);
      logger.addAppender(lines);
      try (Dashboard dashboard = Scene.dashboard(other, h2);
          Dashboard without = Scene.dashboard(other, empty)) {
        log.append(own.suspected(Story.WORKER));
        Scene.awaitOffset(dashboard, own.log().size());
        assertThat(Scene.json(dashboard, "/api/trials").get("total").asInt()).isEqualTo(3);
        assertThat(Scene.json(dashboard, "/api/status").get("notices").get(0).asText())
            .contains("the beginning of podium.events is gone, up to offset 4");
        await()
            .during(Duration.ofSeconds(5))
            .atMost(Duration.ofSeconds(20))
            .until(() -> without.failure().filter(told -> told.contains("offset 4")).isPresent());
        assertThat(Scene.get(without, "/healthz").body())
            .contains("a board can only be built from the first record");
        assertThat(lines.list)
            .extracting(ILoggingEvent::getFormattedMessage)
            .as("said once by each, and by its audit")
            .hasSize(4)
            .filteredOn(it -> it.startsWith("the audit cannot judge a log whose beginning is gone"))
            .hasSize(2);
        assertThat(lines.list)
            .extracting(ILoggingEvent::getFormattedMessage)
            .filteredOn(
                it -> it.startsWith("the beginning of podium.events is gone, up to offset 4"))
            .hasSize(2);
      } finally {
        logger.detachAppender(lines);
        logger.setLevel(before);
      }
    }
  }

  @Test
  void recordsOfProgressThatNobodyCanRead_passedOverAndCounted(@TempDir Path otherKafka)
      throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        KafkaLog log = new KafkaLog(other.address());
        Dashboard dashboard = Scene.dashboard(other, h2)) {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(
              () -> {
                log.alive(1);
                return Scene.get(dashboard, "/healthz").body().contains("\"scheduler\":\"ready\"");
              });
      for (Optional<String> key :
          List.of(
              Optional.<String>empty(),
              Optional.of(Topics.ALIVE_KEY),
              Optional.of(Topics.CAPACITY_KEY))) {
        for (Optional<String> value :
            List.of(Optional.<String>empty(), Optional.of("{}"), Optional.of("[7"))) {
          log.progress(key, value);
        }
      }
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> dashboard.progress().contains("passed over 9 records"));
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                log.alive(1);
                return Scene.get(dashboard, "/healthz").body().contains("\"scheduler\":\"ready\"");
              });
    }
  }

  @Test
  void damageFoundByAPage_rebuiltWithoutARestart() throws Exception {
    try (Dashboard dashboard = told.dashboard(h2)) {
      Scene.sql(h2, "UPDATE attempt SET outcome = 'NONSENSE' WHERE outcome IS NOT NULL");

      HttpResponse<String> first = Scene.get(dashboard, "/api/trials/mine-1.1");
      assertThat(first.statusCode()).isEqualTo(503);
      assertThat(first.body()).contains("built again from the log");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Scene.get(dashboard, "/api/trials/mine-1.1").statusCode() == 200);
      Scene.awaitOffset(dashboard, told.story().log().size());
    }
  }

  @Test
  void anotherProjectorMovedTheOffset_saysSo_thenReadsAnew(@TempDir Path otherKafka)
      throws Exception {
    try (EmbeddedBroker other = EmbeddedBroker.start(otherKafka);
        Dashboard dashboard = Scene.dashboard(other, h2);
        KafkaLog log = new KafkaLog(other.address())) {
      Story own = new Story().term();
      log.append(own);
      Scene.awaitOffset(dashboard, 1);
      Scene.sql(h2, "UPDATE position SET log_offset = 7");

      log.append(own.worker("anvil", 1));

      await().atMost(Duration.ofSeconds(10)).until(() -> dashboard.failure().isPresent());
      assertThat(dashboard.failure()).get().asString().contains("another projector is alive");
      assertThat(dashboard.ready()).isFalse();
      Scene.awaitOffset(dashboard, 2);
      assertThat(Scene.json(dashboard, "/api/workers").get("total").asInt()).isOne();
    }
  }

  private int sqlCount(String query) throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + h2.resolve("board"), "podium", "");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
