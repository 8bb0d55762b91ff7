package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.dashboard.Story;
import podium.dashboard.Telling;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Position;
import podium.dashboard.h2.H2Board;
import podium.protocol.event.Source;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/** What HTTP promises of every call: methods, freshness, other places' pages, forms of bodies. */
final class CallsTest {
  private static final String YAML =
      """
      experiment: e
      dataset: digits
      matrix:
        model: [resnet18]
      """;

  @TempDir private Path directory;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Story story = Story.begun();
  private final List<String> published = new ArrayList<>();
  private H2Board board;
  private LiveFeed feed;
  private DashboardServer server;
  private Telling telling;
  private Position position;

  @BeforeEach
  void start() {
    board = H2Board.open(directory);
    position = board.position();
    telling = new Telling(board);
    feed = new LiveFeed(position, 256, Duration.ofSeconds(1));
    server =
        Served.asking(
            board,
            feed,
            json -> {
              published.add(new String(json, StandardCharsets.UTF_8));
              return new Source("podium.requests", 0, 7);
            });
    tell();
  }

  @AfterEach
  void stop() {
    client.close();
    feed.close();
    server.close();
    board.close();
  }

  private void tell() {
    for (Batch batch : telling.tell(story)) {
      position = position.after(batch);
      feed.changed(position, batch);
    }
  }

  private HttpResponse<byte[]> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path)))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send("GET", path, "", headers);
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static Optional<String> header(HttpResponse<byte[]> answer, String name) {
    return answer.headers().firstValue(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/trials",
        "/api/leaderboard?sort=-bestTestAccuracy",
        "/api/leaderboard.csv",
        "/api/leaderboard.json",
        "/api/experiments",
        "/api/groups",
        "/api/verdict",
        "/api/curves?experiment=mine",
        "/api/workers",
        "/api/rejected"
      })
  void data_thatACallerHas_areNotSentAgain_untilTheBoardGoesOn(String path) throws Exception {
    HttpResponse<byte[]> first = get(path);
    String tag = header(first, "ETag").orElseThrow();
    assertThat(tag).startsWith("W/\"");
    assertThat(header(first, "Cache-Control")).contains("private, no-cache");
    HttpResponse<byte[]> again = get(path, "If-None-Match", "\"other\", " + tag);
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(header(again, "ETag")).contains(tag);

    story.epoch("mine-1.2", 1, 1, 0.4, 9);
    tell();
    HttpResponse<byte[]> later = get(path, "If-None-Match", tag);
    assertThat(later.statusCode()).isEqualTo(200);
    assertThat(header(later, "ETag")).isPresent().isNotEqualTo(Optional.of(tag));
  }

  @Test
  void data_ofRunningTrials_areSentAgainWhenTheyCameFurther() throws Exception {
    String trials = header(get("/api/trials"), "ETag").orElseThrow();
    String groups = header(get("/api/groups"), "ETag").orElseThrow();
    feed.progressed(new Progress(new TrialId("mine-1.2"), 1, "anvil", "cuda:1", 4, 5, 1, 2, 321.5));
    assertThat(get("/api/trials", "If-None-Match", trials).statusCode()).isEqualTo(200);
    assertThat(get("/api/groups", "If-None-Match", groups).statusCode()).isEqualTo(304);
    assertThat(get("/api/groups?by=model", "If-None-Match", groups).statusCode()).isEqualTo(200);
  }

  @Test
  void whatFollowsFromMoreThanTheBoard_isNeverKept() throws Exception {
    for (String path : List.of("/api/status", "/api/trials/mine-1.1", "/healthz", "/metrics")) {
      assertThat(header(get(path), "ETag")).as(path).isEmpty();
      assertThat(header(get(path), "Cache-Control")).as(path).contains("no-store");
    }
    HttpResponse<byte[]> problem = get("/api/trials?sort=color");
    assertThat(problem.statusCode()).isEqualTo(400);
    assertThat(header(problem, "ETag")).isEmpty();
    assertThat(header(problem, "Cache-Control")).contains("no-store");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/web/app.js", "/api/trials", "/api/leaderboard.csv", "/healthz", "/nowhere"})
  void head_isGetWithoutItsBody(String path) throws Exception {
    HttpResponse<byte[]> get = get(path);
    HttpResponse<byte[]> head = send("HEAD", path, "");
    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    assertThat(head.body()).isEmpty();
    for (String name : List.of("Content-Type", "ETag", "Cache-Control", "X-Frame-Options")) {
      assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
    }
  }

  @Test
  void head_ofTheStream_ends() throws Exception {
    HttpResponse<byte[]> head = send("HEAD", "/api/stream", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Type").orElse("")).startsWith("text/event-stream");
    assertThat(feed.listeners()).isZero();
  }

  @Test
  void options_saysWhatAnAddressTakes_andSoDoesTheRefusalOfAMethod() throws Exception {
    HttpResponse<byte[]> reading = send("OPTIONS", "/api/trials", "");
    assertThat(reading.statusCode()).isEqualTo(204);
    assertThat(header(reading, "Allow")).contains("GET, HEAD, OPTIONS");
    assertThat(header(send("OPTIONS", "/api/requests", ""), "Allow"))
        .contains("GET, HEAD, POST, OPTIONS");
    assertThat(header(send("OPTIONS", "/api/cancel", ""), "Allow")).contains("POST, OPTIONS");
    assertThat(send("OPTIONS", "/nowhere", "").statusCode()).isEqualTo(404);
    HttpResponse<byte[]> refused =
        send("DELETE", "/api/trials", "", "Content-Type", "application/json");
    assertThat(refused.statusCode()).isEqualTo(405);
    assertThat(header(refused, "Allow")).contains("GET, HEAD, OPTIONS");
  }

  @Test
  void pagesOfNamedPlaces_mayReadAndAsk_othersMayNot() throws Exception {
    HttpResponse<byte[]> read = get("/api/trials", "Origin", Served.FRIEND);
    assertThat(header(read, "Access-Control-Allow-Origin")).contains(Served.FRIEND);
    assertThat(header(read, "Access-Control-Allow-Credentials")).isEmpty();
    assertThat(read.headers().allValues("Vary")).contains("Origin");
    assertThat(header(get("/api/nowhere", "Origin", Served.FRIEND), "Access-Control-Allow-Origin"))
        .as("a page reads what was wrong")
        .isPresent();

    String[] asks = {"Access-Control-Request-Method", "POST", "Origin", Served.FRIEND};
    HttpResponse<byte[]> may = send("OPTIONS", "/api/experiments", "", asks);
    assertThat(may.statusCode()).isEqualTo(204);
    assertThat(header(may, "Access-Control-Allow-Methods")).contains("GET, HEAD, POST");
    assertThat(header(may, "Access-Control-Allow-Headers").orElse("")).contains("Authorization");
    assertThat(
            send(
                    "POST",
                    "/api/experiments",
                    YAML,
                    "Content-Type",
                    "application/yaml",
                    "Origin",
                    Served.FRIEND)
                .statusCode())
        .isEqualTo(202);

    for (String foreign :
        List.of(
            "https://evil.example", "http://notes.example.org", "null", Served.FRIEND + ".de")) {
      assertThat(header(get("/api/trials", "Origin", foreign), "Access-Control-Allow-Origin"))
          .as(foreign)
          .isEmpty();
      asks[3] = foreign;
      assertThat(
              header(send("OPTIONS", "/api/experiments", "", asks), "Access-Control-Allow-Methods"))
          .isEmpty();
      assertThat(
              send(
                      "POST",
                      "/api/experiments",
                      YAML,
                      "Content-Type",
                      "application/yaml",
                      "Origin",
                      foreign)
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/yaml", "text/yaml; charset=utf-8", "Application/X-YAML"})
  void yaml_isTakenAndPublishedAsJson(String type) throws Exception {
    HttpResponse<byte[]> taken = send("POST", "/api/experiments", YAML, "Content-Type", type);
    assertThat(taken.statusCode()).as(text(taken)).isEqualTo(202);
    assertThat(published)
        .containsExactly(
            "{\"experiment\":\"e\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}");
    assertThat(
            send(
                    "POST",
                    "/api/requests",
                    "request: pause\nexperiment: mine-1\n",
                    "Content-Type",
                    type)
                .statusCode())
        .isEqualTo(202);
  }

  @Test
  void yaml_thatIsWrong_isRefusedWithItsLines_asOnTheCommandLine() throws Exception {
    String[] yaml = {"Content-Type", "application/yaml"};
    HttpResponse<byte[]> wrong =
        send("POST", "/api/experiments", YAML + "recipe: {epochs: none}\nowner: 7\n", yaml);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(text(wrong)).contains("line 5: recipe.epochs", "line 6: owner");
    assertThat(text(send("POST", "/api/experiments", YAML + "---\n" + YAML, yaml)))
        .contains("these are 2 documents; send each as a request of its own");
    assertThat(text(send("POST", "/api/experiments", "", yaml))).contains("the file is empty");
    assertThat(text(send("POST", "/api/experiments", "a: [", yaml))).contains("line 1");
    String bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
    for (char name = 'b'; name < 'k'; name++) {
      char before = (char) (name - 1);
      bomb += "%s: &%s [%s]\n".formatted(name, name, ("*" + before + ", ").repeat(10));
    }
    HttpResponse<byte[]> grown = send("POST", "/api/experiments", bomb, yaml);
    assertThat(grown.statusCode()).isEqualTo(400);
    assertThat(text(grown)).contains("with what its aliases stand for it is larger than");
    assertThat(send("POST", "/api/experiments", "#".repeat(1_100_000), yaml).statusCode())
        .isEqualTo(413);
    assertThat(published).isEmpty();
  }

  @Test
  void largeAnswers_areCompressedForThoseWhoTakeIt() throws Exception {
    for (int i = 0; i < 20; i++) {
      story.experiment("more" + i, 1, "ada", List.of("resnet18", "vgg16"), 3);
    }
    tell();
    for (String path : List.of("/api/trials", "/api/leaderboard.csv", "/web/app.css")) {
      HttpResponse<byte[]> plain = get(path);
      HttpResponse<byte[]> packed = get(path, "Accept-Encoding", "gzip");
      assertThat(header(packed, "Content-Encoding")).as(path).contains("gzip");
      assertThat(packed.body().length).isLessThan(plain.body().length / 2);
    }
  }
}
