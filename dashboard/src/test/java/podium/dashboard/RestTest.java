package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/** What scripts and browsers may rely on. */
final class RestTest {
  private static final String TOKEN = "the-token-of-this-test";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static KafkaLog log;
  private static Story story;
  private static Dashboard dashboard;

  @BeforeAll
  static void start() throws Exception {
    broker = EmbeddedBroker.start(directory.resolve("kafka"));
    log = new KafkaLog(broker.address());
    story = Scene.story();
    log.append(story);
    dashboard =
        Dashboard.start(Scene.settings(broker, directory.resolve("h2"), Optional.of(TOKEN)));
    Scene.awaitOffset(dashboard, story.log().size());
  }

  @AfterAll
  static void stop() {
    dashboard.close();
    log.close();
    broker.close();
  }

  private static List<String> column(JsonNode page, String name) {
    List<String> values = new ArrayList<>();
    page.get("rows").forEach(row -> values.add(row.get(name).asText()));
    return values;
  }

  @Test
  void audit_ofALogThatBreaksAnInvariant_namesOffsetAndMeaning() throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Scene.json(dashboard, "/api/audit").get("offset").asLong() >= story.log().size());
    JsonNode audit = Scene.json(dashboard, "/api/audit");
    assertThat(audit.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("offset", "violations");
    // why: the story's second attempt is placed without the checkpoint that the first one left
    JsonNode first = audit.get("violations").get(0);
    assertThat(first.get("invariant").asText()).isEqualTo("NEVER_AFRESH_WITH_A_CHECKPOINT");
    assertThat(first.get("meaning").asText()).contains("does not begin at epoch 0");
    assertThat(first.get("what").asText()).startsWith("mine-1.2 has a checkpoint of epoch 2");
    assertThat(first.get("withoutEffect").asBoolean()).isFalse();
    assertThat(first.get("offset").asLong()).isPositive().isLessThan(story.log().size());
  }

  @Test
  void leaderboard_byIdOrName_bestFirstNullsLast() throws Exception {
    for (String experiment : List.of("mine-1", "mine")) {
      JsonNode page = Scene.json(dashboard, "/api/leaderboard?experiment=" + experiment);
      assertThat(page.get("offset").asLong()).isGreaterThanOrEqualTo(20);
      assertThat(page.get("total").asInt()).isEqualTo(3);
      assertThat(column(page, "trial")).containsExactly("mine-1.1", "mine-1.2", "mine-1.3");
    }
    JsonNode first = Scene.json(dashboard, "/api/leaderboard").get("rows").get(0);
    assertThat(first.get("bestTestAccuracy").asDouble()).isEqualTo(0.85);
    assertThat(first.get("experiment").asText()).isEqualTo("mine-1");
    assertThat(first.get("name").asText()).isEqualTo("mine");
    assertThat(first.get("model").asText()).isEqualTo("resnet18");
    assertThat(first.get("status").asText()).isEqualTo("SUCCEEDED");
    assertThat(first.get("epoch").asInt()).isEqualTo(5);
    assertThat(first.get("epochs").asInt()).isEqualTo(5);
    assertThat(first.get("attempts").asInt()).isEqualTo(1);
    assertThat(first.get("seconds").asDouble()).isEqualTo(10);
    assertThat(first.get("parameters").asLong()).isEqualTo(11_173_962);
    assertThat(first.get("multiplyAdds").asLong()).isEqualTo(3 * 11_173_962);
    assertThat(first.get("progress").asDouble()).isEqualTo(100);
    assertThat(column(Scene.json(dashboard, "/api/trials?sort=-multiplyAdds"), "trial"))
        .containsExactly("mine-1.2", "mine-1.1", "mine-1.3");
  }

  @Test
  void sorting_bothWays_nullsLastAndTiesBySubmitOrder() throws Exception {
    assertThat(column(Scene.json(dashboard, "/api/trials?sort=bestTestAccuracy"), "trial"))
        .containsExactly("mine-1.2", "mine-1.1", "mine-1.3");
    assertThat(column(Scene.json(dashboard, "/api/trials?sort=-bestTestAccuracy"), "trial"))
        .containsExactly("mine-1.1", "mine-1.2", "mine-1.3");
    assertThat(column(Scene.json(dashboard, "/api/trials?sort=dataset,-model"), "model"))
        .containsExactly("vgg16", "resnet18", "alexnet");
    assertThat(column(Scene.json(dashboard, "/api/trials?sort=-dataset"), "trial"))
        .containsExactly("mine-1.1", "mine-1.2", "mine-1.3");
  }

  @Test
  void filteringAndPaging_doneByTheServer() throws Exception {
    assertThat(column(Scene.json(dashboard, "/api/trials?status=QUEUED,RUNNING"), "trial"))
        .containsExactly("mine-1.2", "mine-1.3");
    assertThat(column(Scene.json(dashboard, "/api/trials?model=vgg16"), "trial"))
        .containsExactly("mine-1.2");
    JsonNode second = Scene.json(dashboard, "/api/trials?limit=2&page=1");
    assertThat(second.get("total").asInt()).isEqualTo(3);
    assertThat(column(second, "trial")).containsExactly("mine-1.3");
  }

  @Test
  void data_ofEachTrial_isShownAndOtherDataAreMarked() throws Exception {
    JsonNode rows = Scene.json(dashboard, "/api/leaderboard?experiment=mine-1").get("rows");
    assertThat(rows.findValuesAsText("fingerprint"))
        .containsExactly("1a2b3c4d" + "0".repeat(56), "9f8e7d6c" + "0".repeat(56), "null");
    assertThat(rows.findValuesAsText("otherDataThan")).containsExactly("null", "mine-1.1", "null");
    assertThat(column(Scene.json(dashboard, "/api/trials?sort=-fingerprint"), "trial"))
        .containsExactly("mine-1.2", "mine-1.1", "mine-1.3");
    JsonNode experiment = Scene.json(dashboard, "/api/experiments/mine-1").get("firstData");
    assertThat(experiment.get("trial").asText()).isEqualTo("mine-1.1");
    JsonNode attempts = Scene.json(dashboard, "/api/trials/mine-1.2").get("attemptRows");
    assertThat(attempts.get(0).get("data").get("notes")).isEmpty();
    assertThat(attempts.get(1).get("data").get("notes").get(0).asText())
        .isEqualTo("left out: 2 files");
  }

  @Test
  void trial_superseded_shownButNotCounted() throws Exception {
    JsonNode trial = Scene.json(dashboard, "/api/trials/mine-1.2");

    assertThat(trial.get("bestTestAccuracy").asDouble()).isEqualTo(0.5);
    assertThat(trial.get("attemptRows")).hasSize(2);
    assertThat(trial.get("attemptRows").get(0).get("outcome").asText()).isEqualTo("LOST_WORKER");
    assertThat(trial.get("epochRows")).hasSize(3);
    assertThat(trial.get("epochRows").findValuesAsText("superseded"))
        .containsExactly("false", "true", "false");
    assertThat(trial.get("spec").get("dataset").asText()).isEqualTo("cifar10");
    assertThat(trial.get("events").get(0).get("json").get("type").asText())
        .isEqualTo("EpochCompleted");
    assertThat(
            Scene.json(dashboard, "/api/curves?experiment=mine").get("rows").get(1).get("points"))
        .hasSize(2);
  }

  @Test
  void expected_sayWhatATrialWaitsFor_andWhenItEnds() throws Exception {
    JsonNode waits = Scene.json(dashboard, "/api/trials/mine-1.3").get("expected");
    assertThat(waits.get("place").asInt()).isEqualTo(1);
    assertThat(waits.get("waits").asText()).isEqualTo("for the next free slot");
    assertThat(waits.get("start").get("latest").asText()).isNotEmpty();
    assertThat(waits.has("end")).isFalse();
    assertThat(waits.get("unknown").asText()).isEqualTo("no epoch of its model was seen yet");
    JsonNode runs = Scene.json(dashboard, "/api/trials/mine-1.2").get("expected");
    assertThat(Instant.parse(runs.get("end").get("earliest").asText()))
        .isBeforeOrEqualTo(Instant.parse(runs.get("end").get("latest").asText()));
    assertThat(Scene.json(dashboard, "/api/trials/mine-1.1").has("expected")).isFalse();
    assertThat(Scene.json(dashboard, "/api/experiments/mine-1").get("expected").has("atSubmission"))
        .isFalse();
    assertThat(Scene.json(dashboard, "/api/status").get("forecasts").get("judged").asLong())
        .isZero();
  }

  @Test
  void rejected_reasonsQuoteAndOffset() throws Exception {
    JsonNode row = Scene.json(dashboard, "/api/rejected").get("rows").get(0);
    assertThat(row.get("reason").asText())
        .isEqualTo("experiment is 7; allowed: text; dataset is missing");
    assertThat(row.get("reasons")).hasSize(2);
    assertThat(row.get("quote").asText()).isEqualTo("{\"experiment\":7}");
    assertThat(row.get("offset").asLong()).isPositive();
  }

  @Test
  void workers_slotsAndWhatTheyTrain() throws Exception {
    JsonNode worker = Scene.json(dashboard, "/api/workers").get("rows").get(0);
    assertThat(worker.get("worker").asText()).isEqualTo("anvil");
    assertThat(worker.get("slots")).hasSize(2);
    assertThat(worker.get("trials").get(0).get("trial").asText()).isEqualTo("mine-1.2");
  }

  @Test
  void badQuestions_answeredWithWhatToDo() throws Exception {
    for (String path :
        List.of(
            "/api/trials?limit=5000",
            "/api/trials?limit=x",
            "/api/trials?page=-1",
            "/api/trials?sort=color",
            "/api/trials?colour=red",
            "/api/trials?model=a&model=b",
            "/api/trials?status=running",
            "/api/trials?status=FOO",
            "/api/trials?status=ALIVE",
            "/api/workers?status=QUEUED",
            "/api/trials?sort=trial;DROP%20TABLE%20trial",
            "/api/curves")) {
      HttpResponse<String> answer = Scene.get(dashboard, path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(answer.body())
          .as(path)
          .contains("\"title\":\"Bad Request\",\"status\":400,\"detail\":\"");
    }
    assertThat(Scene.get(dashboard, "/api/trials/nobody").statusCode()).isEqualTo(404);
    assertThat(Scene.get(dashboard, "/api/trials/nobody").body()).contains("no trial nobody");
    assertThat(Scene.get(dashboard, "/api/experiments/nobody").statusCode()).isEqualTo(404);
    assertThat(Scene.get(dashboard, "/nowhere").statusCode()).isEqualTo(404);
    assertThat(Scene.get(dashboard, "/nowhere").body()).contains("the board begins at /");
  }

  @Test
  void pages_carrySecurityHeaders() throws Exception {
    HttpResponse<String> page = Scene.get(dashboard, "/trials/mine-1.1");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'self'");
    assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(page.headers().firstValue("X-Frame-Options")).contains("DENY");
  }

  @Test
  void foreignHost_refused() throws Exception {
    assertThat(raw("GET /api/trials HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("GET /metrics HTTP/1.1", "Host: evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("GET /api/trials HTTP/1.1", "Host: board.example:1")).startsWith("HTTP/1.1 200");
    assertThat(raw("GET /api/trials HTTP/1.1", "Host: [::1]:1")).startsWith("HTTP/1.1 200");
  }

  @Test
  void changingCalls_onlyFromOurPagesInJsonWithToken() throws Exception {
    String spec =
        "{\"experiment\":\"e\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}";
    String json = "application/json";
    assertThat(
            Scene.post(dashboard, "/api/experiments", spec, "Content-Type", "text/plain")
                .statusCode())
        .isEqualTo(415);
    assertThat(
            Scene.post(
                    dashboard,
                    "/api/experiments",
                    spec,
                    "Content-Type",
                    json,
                    "Origin",
                    "http://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(Scene.post(dashboard, "/api/experiments", spec, "Content-Type", json).statusCode())
        .isEqualTo(401);
    HttpResponse<String> taken =
        Scene.post(
            dashboard,
            "/api/experiments",
            spec,
            "Content-Type",
            json,
            "Authorization",
            "Bearer " + TOKEN);
    assertThat(taken.statusCode()).isEqualTo(202);
    assertThat(taken.body()).contains("podium.requests");
    String location = taken.headers().firstValue("Location").orElseThrow();
    assertThat(location).matches("/api/requests/[0-9]+");
    assertThat(Scene.get(dashboard, location).statusCode())
        .as("no scheduler answers here")
        .isEqualTo(404);
    String pause = "{\"request\":\"pause\",\"experiment\":\"mine-1\"}";
    String[] allowed = {"Content-Type", json, "Authorization", "Bearer " + TOKEN};
    assertThat(Scene.post(dashboard, "/api/requests", pause, allowed).statusCode()).isEqualTo(202);
    assertThat(Scene.post(dashboard, "/api/experiments", pause, allowed).body())
        .contains("this address takes a request to submit");
    HttpResponse<String> bad =
        Scene.post(
            dashboard,
            "/api/experiments",
            "{\"experiment\":7}",
            "Content-Type",
            json,
            "Authorization",
            "Bearer " + TOKEN);
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(bad.body()).contains("dataset is missing");
    HttpResponse<String> two =
        Scene.post(
            dashboard,
            "/api/experiments",
            spec + "\n" + spec,
            "Content-Type",
            json,
            "Authorization",
            "Bearer " + TOKEN);
    assertThat(two.statusCode()).isEqualTo(400);
    assertThat(two.body()).contains("a second value begins (line 2, column 1)");
  }

  @Test
  void health_schedulerNotHeard503_withAll200_silent503() throws Exception {
    HttpResponse<String> alone = Scene.get(dashboard, "/healthz");
    assertThat(alone.statusCode()).isEqualTo(503);
    assertThat(alone.body()).contains("\"scheduler\":\"not heard yet\"");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              log.alive(1);
              return Scene.get(dashboard, "/healthz").statusCode() == 200;
            });
    assertThat(Scene.get(dashboard, "/healthz").body()).contains("\"topics\":\"ready\"");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> Scene.get(dashboard, "/healthz").statusCode() == 503);
    assertThat(Scene.get(dashboard, "/healthz").body()).contains("\"scheduler\":\"silent for ");
    try (Dashboard told =
        Dashboard.start(
            Scene.settings(broker, directory.resolve("h2-health"), Optional.empty()),
            () -> new Health(false, Map.of("topics", "missing")))) {
      HttpResponse<String> answer = Scene.get(told, "/healthz");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).contains("\"topics\":\"missing\"");
    }
  }

  @Test
  void stream_liveChangeAndProgress_thenResumeByOffset() throws Exception {
    JsonNode before = Scene.json(dashboard, "/api/status");
    String from = before.get("generation").asText() + ":" + before.get("offset").asText();
    try (Stream stream = new Stream("/api/stream?from=" + from, "")) {
      stream.until("alive");
      log.append(story.epoch("mine-1.2", 2, 3, 0.55, 9));
      assertThat(stream.until("event: trial")).contains("event: trial");
      assertThat(stream.until("data: ")).contains("mine-1.2").contains("0.55");
      String id = stream.until("id: ");
      assertThat(id)
          .isEqualTo("id: %s:%d".formatted(before.get("generation").asText(), story.log().size()));
      log.progress(new Progress(new TrialId("mine-1.2"), 2, "anvil", "cuda:1", 4, 5, 1, 2, 321.5));
      stream.until("event: progress");
      assertThat(stream.until("data: ")).contains("\"progress\":70.0");
    }
    try (Stream again = new Stream("/api/stream", "Last-Event-ID: " + from + "\r\n")) {
      again.until("event: trial");
      assertThat(again.until("data: ")).contains("0.55");
    }
    try (Stream other = new Stream("/api/stream?from=another:3", "")) {
      assertThat(other.until("event: ")).isEqualTo("event: snapshot");
    }
    try (Stream ahead = new Stream("/api/stream?from=" + from.split(":")[0] + ":999999", "")) {
      assertThat(ahead.until("event: ")).isEqualTo("event: snapshot");
    }
  }

  private static String raw(String... lines) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              (String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static final class Stream implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader reader;

    Stream(String path, String header) throws Exception {
      socket = new Socket(InetAddress.getLoopbackAddress(), dashboard.port());
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n%s\r\n"
                  .formatted(path, header)
                  .getBytes(StandardCharsets.UTF_8));
      reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The next line that contains a text. */
    String until(String text) throws Exception {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.contains(text)) {
          return line;
        }
      }
      throw new AssertionError("the stream ended before: " + text);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
