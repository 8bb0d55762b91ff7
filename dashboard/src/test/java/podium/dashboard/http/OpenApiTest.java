package podium.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.dashboard.Replay;
import podium.dashboard.Story;

/** What the description says is there, is; and what is there, it says. */
final class OpenApiTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNode DOCUMENT = OpenApi.document();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Replay replay;

  @BeforeEach
  void begin() {
    replay = Replay.start("study.jsonl", folder, 0);
    Story.begun().rejected("{\"experiment\":7}", "experiment is 7; allowed: text").into(replay);
    replay.show();
  }

  @AfterEach
  void end() {
    replay.close();
    client.close();
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(replay.port(), path)))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** A schema of the description, which its references find their way in. */
  private static JsonSchema schema(JsonNode schema) {
    ObjectNode whole = MAPPER.createObjectNode();
    whole.set("components", DOCUMENT.get("components"));
    whole.set("allOf", MAPPER.createArrayNode().add(schema));
    return SCHEMAS.getSchema(whole);
  }

  @Test
  void calls_thatTheServerAnswers_areThoseOfTheDescription() throws Exception {
    Set<String> described = new TreeSet<>();
    DOCUMENT
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    Set<String> answered =
        replay.calls().stream()
            .filter(call -> !call.startsWith("GET ") || !Assets.have(call.substring(4)))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(answered).isEqualTo(described);
    assertThat(MAPPER.readTree(send("GET", "/openapi.json").body())).isEqualTo(DOCUMENT);
  }

  @Test
  void answers_ofEachCall_areAsDescribed() throws Exception {
    Map<String, String> calls =
        Map.ofEntries(
            Map.entry("/api/leaderboard", ""),
            Map.entry("/api/trials", ""),
            Map.entry("/api/leaderboard.json", ""),
            Map.entry("/api/groups", ""),
            Map.entry("/api/verdict", ""),
            Map.entry("/api/trials/{id}", "/api/trials/mine-1.1"),
            Map.entry(
                "/api/trials/{id}/attempts/{attempt}/log", "/api/trials/mine-1.1/attempts/1/log"),
            Map.entry("/api/trials/{id}/checkpoints", "/api/trials/mine-1.1/checkpoints"),
            Map.entry("/api/queue", ""),
            Map.entry("/api/audit/laws", ""),
            Map.entry("/api/experiments", ""),
            Map.entry("/api/experiments/{id}", "/api/experiments/mine-1"),
            Map.entry("/api/curves", "/api/curves?experiment=mine"),
            Map.entry("/api/workers", ""),
            Map.entry("/api/rejected", ""),
            Map.entry("/api/requests/{offset}", "/api/requests/2"),
            Map.entry("/api/status", ""),
            Map.entry("/api/timeline", ""),
            Map.entry("/api/changes", "/api/changes?since=3"),
            Map.entry("/api/audit", ""),
            Map.entry("/healthz", ""));
    for (Map.Entry<String, String> call : calls.entrySet()) {
      JsonNode told =
          DOCUMENT
              .at("/paths")
              .path(call.getKey())
              .at("/get/responses/200/content/application~1json/schema");
      assertThat(told.isObject()).as(call.getKey()).isTrue();
      HttpResponse<String> answer =
          send("GET", call.getValue().isEmpty() ? call.getKey() : call.getValue());
      assertThat(answer.statusCode()).as(call.getKey() + answer.body()).isEqualTo(200);
      assertThat(schema(told).validate(answer.body(), InputFormat.JSON))
          .as("%s answers %s", call.getKey(), answer.body())
          .isEmpty();
    }
  }

  @Test
  void problems_areAsDescribedWhateverIsWrong() throws Exception {
    JsonSchema problem = schema(DOCUMENT.at("/components/schemas/Problem"));
    for (String call :
        List.of(
            "GET /api/trials/nobody",
            "GET /api/trials?sort=color",
            "GET /api/trials?at=soon",
            "GET /api/changes",
            "GET /nowhere",
            "GET /api/nowhere",
            "DELETE /api/trials",
            "PUT /api/experiments/mine-1",
            "POST /api/leaderboard",
            "POST /api/requests")) {
      HttpResponse<String> answer = send(call.split(" ")[0], call.split(" ")[1]);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .as(call)
          .startsWith("application/problem+json");
      assertThat(problem.validate(answer.body(), InputFormat.JSON)).as(answer.body()).isEmpty();
      assertThat(MAPPER.readTree(answer.body()).get("status").asInt())
          .isEqualTo(answer.statusCode());
    }
    assertThat(send("DELETE", "/api/leaderboard").body()).contains("DELETE cannot be done at");
  }
}
