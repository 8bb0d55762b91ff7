package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.dashboard.h2.H2Board;

/** A board that others can reach: what it tells whom. */
final class TokenTest {
  private static final String TOKEN = "the-token-of-this-test";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path directory;
  private static H2Board board;
  private static LiveFeed feed;
  private static DashboardServer server;

  @BeforeAll
  static void start() {
    board = H2Board.open(directory);
    feed = new LiveFeed(board.position(), 256, Duration.ofMillis(500));
    server = Served.withToken(board, feed, TOKEN);
  }

  @AfterAll
  static void stop() {
    feed.close();
    server.close();
    board.close();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws IOException, InterruptedException {
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> logIn(String token, String... more)
      throws IOException, InterruptedException {
    return send(
        request("/login")
            .POST(HttpRequest.BodyPublishers.ofString("{\"token\":\"%s\"}".formatted(token))),
        Stream.concat(Stream.of("Content-Type", "application/json"), Stream.of(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/status",
        "/api/audit",
        "/api/experiments",
        "/api/experiments/mine-1",
        "/api/trials",
        "/api/trials/mine-1.1",
        "/api/leaderboard",
        "/api/leaderboard.csv",
        "/api/curves?experiment=mine",
        "/api/workers",
        "/api/rejected",
        "/api/stream",
        "/metrics",
        "//api/status",
        "/api;a=b/status",
        "/nothing"
      })
  void reading_withoutToken_tellsNothing(String path) throws Exception {
    HttpResponse<String> answer = send(request(path));
    assertThat(answer.statusCode()).isIn(400, 401);
    assertThat(answer.body()).doesNotContain("offset", "generation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/experiments", "/trials/mine-1.1", "/login", "/web/app.js", "/healthz"})
  void pagesThemselves_andHealth_areForEverybody(String path) throws Exception {
    assertThat(send(request(path)).statusCode()).isEqualTo(200);
  }

  @Test
  void token_letsRead() throws Exception {
    assertThat(send(request("/api/status"), "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
    assertThat(send(request("/metrics"), "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
  }

  @Test
  void login_givesACookieThatReadsAndDoesNotChange() throws Exception {
    HttpResponse<String> in = logIn(TOKEN);
    assertThat(in.statusCode()).isEqualTo(204);
    String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie)
        .contains("HttpOnly", "SameSite=Strict", "Path=/")
        .doesNotContain(TOKEN, "Secure");
    String pair = cookie.substring(0, cookie.indexOf(';'));
    assertThat(send(request("/api/status"), "Cookie", pair).statusCode()).isEqualTo(200);
    assertThat(send(request("/api/status"), "Cookie", pair + "0").statusCode()).isEqualTo(401);
    HttpRequest.Builder change =
        request("/api/cancel")
            .POST(HttpRequest.BodyPublishers.ofString("{\"request\":\"cancel\"}"));
    assertThat(send(change, "Cookie", pair, "Content-Type", "application/json").statusCode())
        .isEqualTo(401);
    assertThat(logIn(TOKEN, "X-Forwarded-Proto", "https").headers().firstValue("Set-Cookie"))
        .hasValueSatisfying(given -> assertThat(given).endsWith("; Secure"));
  }

  @Test
  void login_ofAForeignPage_isRefused() throws Exception {
    HttpResponse<String> foreign = logIn(TOKEN, "Origin", "http://evil.example");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void wrongToken_isAnsweredAfterASecond_andManyAtOnceAreTurnedAway() throws Exception {
    long begun = System.nanoTime();
    assertThat(logIn("wrong").statusCode()).isEqualTo(401);
    assertThat(System.nanoTime() - begun).isGreaterThan(Duration.ofMillis(990).toNanos());
    List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      guesses.add(
          HTTP.sendAsync(
              request("/api/status").header("Authorization", "Bearer wrong" + i).build(),
              HttpResponse.BodyHandlers.ofString()));
    }
    assertThat(guesses.stream().map(guess -> guess.join().statusCode()))
        .contains(401, 429)
        .doesNotContain(200);
    assertThat(send(request("/api/status"), "Authorization", "Bearer " + TOKEN).statusCode())
        .isEqualTo(200);
  }

  @Test
  void methodOverride_isRefused() throws Exception {
    assertThat(send(request("/"), "X-HTTP-Method-Override", "POST").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "{}", "{\"token\":7}"})
  void login_nonsense_isRefused(String body) throws Exception {
    assertThat(
            send(
                    request("/login").POST(HttpRequest.BodyPublishers.ofString(body)),
                    "Content-Type",
                    "application/json")
                .statusCode())
        .isEqualTo(400);
  }
}
