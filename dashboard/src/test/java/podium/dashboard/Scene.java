package podium.dashboard;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.dashboard.config.DashboardSettings;
import podium.dashboard.config.NotificationSettings;
import podium.protocol.report.DataFacts;

/** Dashboards over a broker, as a person meets them: by HTTP. */
final class Scene {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Scene() {}

  /** A broker whose log tells {@link #story()}. */
  record Told(EmbeddedBroker broker, Story story) implements AutoCloseable {
    static Told in(Path kafka) throws Exception {
      Told told = new Told(EmbeddedBroker.start(kafka), Scene.story());
      try (KafkaLog log = new KafkaLog(told.broker.address())) {
        log.append(told.story);
      }
      return told;
    }

    /** A dashboard that has read all of it. */
    Dashboard dashboard(Path h2) {
      Dashboard dashboard = Scene.dashboard(broker, h2);
      awaitOffset(dashboard, story.log().size());
      return dashboard;
    }

    /** A board that has read all of it. */
    void followedBy(Path h2) {
      dashboard(h2).close();
    }

    @Override
    public void close() {
      broker.close();
    }
  }

  static Dashboard dashboard(EmbeddedBroker broker, Path h2) {
    return Dashboard.start(settings(broker, h2, Optional.empty()));
  }

  static DashboardSettings settings(EmbeddedBroker broker, Path h2, Optional<String> token) {
    return settings(
        broker,
        h2,
        token,
        new NotificationSettings(
            h2.resolve("notifications"), Optional.empty(), Duration.ofMinutes(30), List.of()));
  }

  static DashboardSettings settings(
      EmbeddedBroker broker, Path h2, Optional<String> token, NotificationSettings notifications) {
    return new DashboardSettings(
        "127.0.0.1",
        0,
        h2,
        Optional.empty(),
        token,
        List.of("board.example"),
        List.of(),
        Duration.ofMillis(200),
        256,
        1000,
        notifications,
        Map.of("bootstrap.servers", broker.address()));
  }

  static void awaitOffset(Dashboard dashboard, long offset) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                dashboard.ready()
                    && json(dashboard, "/api/status").get("offset").asLong() == offset);
  }

  static JsonNode json(Dashboard dashboard, String path) throws IOException, InterruptedException {
    return tree(get(dashboard, path).body());
  }

  static JsonNode tree(String json) throws IOException {
    return MAPPER.readTree(json);
  }

  /** The record of an event whose type nobody here knows. */
  static byte[] renamed(byte[] record, String type, String unknown) {
    return new String(record, StandardCharsets.UTF_8)
        .replace("\"%s\"".formatted(type), "\"%s\"".formatted(unknown))
        .getBytes(StandardCharsets.UTF_8);
  }

  static HttpResponse<String> get(Dashboard dashboard, String path)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(uri(dashboard, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  static String http(String uri) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  static HttpResponse<String> post(Dashboard dashboard, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri(dashboard, path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Reaches into a board from aside. */
  static void sql(Path h2, String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:h2:file:" + h2.resolve("board"), "podium", "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  static URI uri(Dashboard dashboard, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(dashboard.port(), path));
  }

  /** Every list of the board without what may change: the generation, and what time changes. */
  static String everything(Dashboard dashboard) throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (String path :
        List.of(
            "/api/status",
            "/api/experiments",
            "/api/leaderboard",
            "/api/trials/mine-1.1",
            "/api/trials/mine-1.2",
            "/api/curves?experiment=mine-1",
            "/api/workers",
            "/api/rejected")) {
      ObjectNode body = (ObjectNode) json(dashboard, path);
      body.remove("expected");
      all.append(path)
          .append(body.toString().replaceAll("\"generation\":\"[^\"]*\"", ""))
          .append(System.lineSeparator());
    }
    return all.toString();
  }

  /** An experiment whose first trial is done, whose second lost a worker, and whose third waits. */
  static Story story() {
    Story story =
        new Story()
            .term()
            .worker(Story.WORKER, 2)
            .experiment("mine", 1, "ada", List.of("resnet18", "vgg16", "alexnet"), 5)
            .placed("mine-1.1", 1, "cuda:0")
            .started("mine-1.1", 1, 0, 11_173_962, data("1a2b3c4d", "tested on val/"))
            .placed("mine-1.2", 1, "cuda:1")
            .started("mine-1.2", 1, 0, 138_357_544, data("9f8e7d6c"));
    for (int epoch = 1; epoch <= 5; epoch++) {
      story.epoch("mine-1.1", 1, epoch, 0.5 + 0.07 * epoch, 2);
    }
    return story
        .succeeded("mine-1.1", 1)
        .epoch("mine-1.2", 1, 1, 0.4, 9)
        .epoch("mine-1.2", 1, 2, 0.9, 9)
        .lost("mine-1.2", 1)
        .placed("mine-1.2", 2, "cuda:1")
        .started("mine-1.2", 2, 1, 138_357_544, data("9f8e7d6c", "left out: 2 files"))
        .epoch("mine-1.2", 2, 2, 0.5, 9)
        .rejected("{\"experiment\":7}", "experiment is 7; allowed: text", "dataset is missing");
  }

  /** Data whose fingerprint begins like that. */
  static DataFacts data(String fingerprint, String... notes) {
    return new DataFacts(fingerprint + "0".repeat(56), List.of(notes));
  }

  static void finish(Story story) {
    story.epoch("mine-1.2", 2, 3, 0.95, 9).cancelled("mine-1.3");
  }
}
