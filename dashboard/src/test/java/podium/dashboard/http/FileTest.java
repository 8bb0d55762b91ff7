package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.dashboard.Tale;
import podium.dashboard.Telling;
import podium.dashboard.h2.H2Board;

/** The leaderboard as a file: what people take away is what the board says. */
final class FileTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  @TempDir private static Path directory;
  private static H2Board board;
  private static LiveFeed feed;
  private static DashboardServer server;

  @BeforeAll
  static void start() {
    board = H2Board.open(directory);
    new Telling(board).tell(Tale.told());
    feed = new LiveFeed(board.position(), 256, Duration.ofMillis(500));
    server = Served.open(board, feed, () -> 0);
  }

  @AfterAll
  static void stop() {
    feed.close();
    server.close();
    board.close();
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "?sort=-seconds,model",
        "?experiment=four-models",
        "?filter=accuracy%3E0.5%20and%20seconds%3C100",
        "?status=FAILED"
      })
  void file_ofAQuery_hasTheRowsAndValuesOfTheList(String query) throws Exception {
    JsonNode list = new ObjectMapper().readTree(get("/api/leaderboard" + query).body());
    JsonNode rows = list.get("rows");
    HttpResponse<String> answer = get("/api/leaderboard.csv" + query);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/csv; charset=utf-8");
    List<String> lines = Arrays.asList(answer.body().split("\r\n"));
    List<String> names = List.of(lines.getFirst().split(","));
    assertThat(names).startsWith("trial", "experiment").contains("bestTestAccuracy", "fingerprint");
    assertThat(lines).hasSize(rows.size() + 1);
    for (int i = 0; i < rows.size(); i++) {
      List<String> cells = List.of(lines.get(i + 1).split(",", -1));
      assertThat(cells).hasSameSizeAs(names);
      for (int k = 0; k < names.size(); k++) {
        String expected =
            names.get(k).equals("tags")
                ? tags(list.get("tags").path(rows.get(i).get("experiment").asText()))
                : text(names.get(k), rows.get(i));
        assertThat(cells.get(k)).as(names.get(k)).isEqualTo(expected);
      }
    }
  }

  private static String tags(JsonNode words) {
    return StreamSupport.stream(words.spliterator(), false)
        .map(JsonNode::asText)
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static String text(String name, JsonNode row) {
    JsonNode value = row.path(name);
    // why: a trial that has not begun has no seconds, where JSON says 0
    boolean none = value.isNull() || (name.equals("seconds") && value.asDouble() == 0);
    return none ? "" : value.asText();
  }

  @Test
  void file_doesNotTakeAPage() throws Exception {
    HttpResponse<String> answer = get("/api/leaderboard.csv?limit=5");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("a file has every row");
  }

  @Test
  void file_sortedByWhatIsNot_namesWhatIs() throws Exception {
    HttpResponse<String> answer = get("/api/leaderboard.csv?sort=modle");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("cannot sort by modle", "bestTestAccuracy");
  }
}
