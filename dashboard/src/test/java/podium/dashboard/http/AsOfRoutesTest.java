package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Replay;
import podium.dashboard.Tale;

/** What routes answer as of an offset is what they answered when the board stood there. */
final class AsOfRoutesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static final List<String> CALLS =
      List.of(
          "/api/leaderboard",
          "/api/leaderboard?sort=-seconds&status=SUCCEEDED,RUNNING",
          "/api/trials?filter=accuracy%20%3E%200.5",
          "/api/trials/four-models-1.1",
          "/api/trials/four-models-1.4",
          "/api/experiments",
          "/api/experiments?sort=-succeeded",
          "/api/experiments/four-models-1",
          "/api/curves?experiment=four-models",
          "/api/workers",
          "/api/rejected",
          "/api/groups",
          "/api/verdict",
          "/api/timeline",
          "/api/changes?since=4",
          "/api/status?hash=true");

  /** What tells the board of now, as of whenever it is asked. */
  private static final Set<String> OF_NOW =
      Set.of("at", "generation", "end", "expected", "forecasts", "moments", "cluster", "notices");

  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<byte[]> log = Tale.told().log();
  private Replay whole;

  @BeforeEach
  void begin() {
    whole = replay("whole", log.size());
  }

  @AfterEach
  void end() {
    whole.close();
    client.close();
  }

  private Replay replay(String name, int records) {
    Replay replay = Replay.start("study.jsonl", folder.resolve(name), 0);
    for (int offset = 0; offset < records; offset++) {
      replay.take(offset, log.get(offset));
    }
    replay.show();
    return replay;
  }

  private HttpResponse<String> ask(Replay replay, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(replay.port(), path)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String at(String call, Object at) {
    return call + (call.contains("?") ? "&" : "?") + "at=" + at;
  }

  private static JsonNode comparable(String body) throws Exception {
    JsonNode json = MAPPER.readTree(body);
    if (json instanceof ObjectNode object) {
      object.remove(OF_NOW);
    }
    return json;
  }

  @Test
  void routes_asOfAnOffset_answerAsTheBoardDidThere() throws Exception {
    for (int offset : List.of(6, 30, log.size() - 9)) {
      try (Replay then = replay("at-" + offset, offset)) {
        for (String call : CALLS) {
          HttpResponse<String> told = ask(whole, at(call, offset));
          assertThat(comparable(told.body()))
              .as(at(call, offset))
              .isEqualTo(comparable(ask(then, call).body()));
          if (told.statusCode() == 200) {
            assertThat(MAPPER.readTree(told.body()).at("/at/offset").asInt()).isEqualTo(offset);
          }
        }
        for (String file : List.of("/api/leaderboard.csv", "/api/leaderboard.json")) {
          HttpResponse<String> told = ask(whole, at(file, offset));
          assertThat(told.body()).as(file).isEqualTo(ask(then, file).body());
          assertThat(told.headers().firstValue("Podium-Offset")).hasValue("" + offset);
          assertThat(told.headers().firstValue("Podium-Time")).isPresent();
        }
      }
    }
  }

  @Test
  void routes_asOfATime_areThoseBehindItsLastRecord() throws Exception {
    for (int offset : List.of(3, 31, log.size() - 1)) {
      String time = MAPPER.readTree(log.get(offset - 1)).get("time").asText();
      for (String text : List.of(time, time.replace("Z", "+00:00"))) {
        String named = URLEncoder.encode(text, StandardCharsets.UTF_8);
        JsonNode told = MAPPER.readTree(ask(whole, at("/api/trials", named)).body());
        assertThat(told.at("/at/offset").asInt()).isEqualTo(offset);
        assertThat(told.at("/at/time").asText()).isEqualTo(time);
      }
    }
  }

  @Test
  void routes_badMoments_areRefusedWithWhatIsAllowed() throws Exception {
    Map<String, String> bad =
        Map.of(
            "soon",
            "at is 'soon'; allowed: an offset of the log",
            "1.5",
            "at is '1.5'; allowed",
            "-1",
            "before the log",
            "" + (log.size() + 1),
            "read its log up to offset " + log.size(),
            "99999999999999999999",
            "allowed: an offset",
            "2999-01-01T00:00:00Z",
            "in the future",
            "1999-01-01T00:00:00Z",
            "nothing of that time or before it",
            "2026-13-01T00:00:00Z",
            "allowed: an offset",
            "x".repeat(5_000),
            "x…'; allowed: an offset",
            "3&at=4",
            "at stands twice");
    for (Map.Entry<String, String> each : bad.entrySet()) {
      for (String call :
          List.of("/api/leaderboard", "/api/status", "/api/trials/four-models-1.1")) {
        HttpResponse<String> told = ask(whole, at(call, each.getKey()));
        assertThat(told.statusCode()).as(each.getKey()).isEqualTo(400);
        assertThat(MAPPER.readTree(told.body()).get("detail").asText()).contains(each.getValue());
      }
    }
    assertThat(ask(whole, "/api/changes?since=9&at=5").body()).contains("since is offset 9");
  }

  @Test
  void trials_thatAreOfLaterThanTheOffset_areNotThere() throws Exception {
    assertThat(ask(whole, "/api/trials/mixed-1.1").statusCode()).isEqualTo(200);
    assertThat(ask(whole, "/api/trials/mixed-1.1?at=20").statusCode()).isEqualTo(404);
    assertThat(MAPPER.readTree(ask(whole, "/api/trials?at=0").body()).get("total").asInt())
        .isZero();
  }

  @Test
  void changes_sinceAnOffset_areWhatBeganAndEndedAndIsBest() throws Exception {
    JsonNode all = MAPPER.readTree(ask(whole, "/api/changes?since=0").body());
    assertThat(all.at("/experiments/total").asInt()).isEqualTo(3);
    assertThat(all.at("/ended/total").asInt()).isEqualTo(3);
    assertThat(all.at("/begun/total").asInt()).isEqualTo(7);
    assertThat(all.at("/best/rows/0/now/trial").asText()).isEqualTo("four-models-1.3");
    int second = 0;
    while (!new String(log.get(second), StandardCharsets.UTF_8).contains("\"four-models-1.3\"")
        || !new String(log.get(second), StandardCharsets.UTF_8).contains("TrialPlaced")) {
      second++;
    }
    JsonNode later = MAPPER.readTree(ask(whole, "/api/changes?since=" + second).body());
    assertThat(later.at("/best/rows/0/before/trial").asText()).isEqualTo("four-models-1.2");
    assertThat(later.at("/best/rows/0/now/trial").asText()).isEqualTo("four-models-1.3");
    Set<String> experiments = new TreeSet<>();
    later.at("/experiments/rows").forEach(row -> experiments.add(row.get("name").asText()));
    assertThat(experiments).containsExactly("attack", "mixed");
  }
}
