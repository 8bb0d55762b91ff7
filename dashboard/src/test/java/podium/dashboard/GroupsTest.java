package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Stopping;

/** Trials by groups, what is shown of them, and all of them as a file. */
final class GroupsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** By model and seed; the last trial is still waiting. */
  private static final double[] ACCURACIES = {0.91, 0.92, 0.93, 0.71, 0.72, 0.73, 0.90, 0.94};

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Replay replay;

  @BeforeEach
  void begin() {
    replay = Replay.start("study.jsonl", folder, 0);
    Map<String, List<Object>> matrix = new LinkedHashMap<>();
    matrix.put("model", List.of("resnet18", "vgg16", "alexnet"));
    matrix.put("seed", List.of(1L, 2L, 3L));
    Story story =
        new Story()
            .term()
            .worker(Story.WORKER, 1)
            .experiment("study", 1, "ada", matrix, 3, Stopping.NONE);
    for (int trial = 1; trial <= ACCURACIES.length; trial++) {
      String id = "study-1." + trial;
      story
          .placed(id, 1, "cuda:0")
          .started(id, 1, 0, 5)
          .epoch(id, 1, 1, ACCURACIES[trial - 1], 0.5 * trial)
          .epoch(id, 1, 2, ACCURACIES[trial - 1] - 0.2, 0.25 * trial)
          .epoch(id, 1, 3, ACCURACIES[trial - 1] - 0.1, 0.25 * trial)
          .succeeded(id, 1);
    }
    story.into(replay);
    replay.show();
  }

  @AfterEach
  void end() {
    replay.close();
    client.close();
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI address = URI.create("http://127.0.0.1:%d%s".formatted(replay.port(), path));
    return client.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  @Test
  void groups_andVerdict_areOfTheAccuracyThatIsAskedFor() throws Exception {
    JsonNode first = json("/api/groups?by=model&epoch=1").path("rows");
    assertThat(first.path(0).path("mean").asDouble()).isCloseTo(0.92, within(1e-9));
    assertThat(first.path(0).path("best").asDouble()).isEqualTo(0.93);
    for (Map.Entry<String, Double> mean :
        Map.of("max", 0.92, "last", 0.82, "min", 0.72).entrySet()) {
      assertThat(ofResnet(mean.getKey()).path("mean").asDouble())
          .as(mean.getKey())
          .isCloseTo(mean.getValue(), within(1e-3));
    }
    JsonNode none = json("/api/groups?by=model&epoch=4").path("rows").path(0);
    assertThat(none.path("scores").asInt()).isZero();
    assertThat(none.path("mean").isNull()).isTrue();
    assertThat(json("/api/verdict?by=model&epoch=1").path("verdicts")).isNotEmpty();
    assertThat(json("/api/verdict?by=model&epoch=4").path("verdicts")).isEmpty();
    for (String wrong : List.of("0", "-1", "first", "1.5", "9999999999")) {
      HttpResponse<String> refused = get("/api/groups?by=model&epoch=" + wrong);
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("allowed: a whole number from 1, last, max, min");
    }
  }

  private JsonNode ofResnet(String epoch) throws Exception {
    for (JsonNode row : json("/api/groups?by=model&epoch=" + epoch).path("rows")) {
      if (row.path("by").path("model").asText().equals("resnet18")) {
        return row;
      }
    }
    throw new AssertionError("no group of resnet18");
  }

  @Test
  void groups_byAllButTheSeed_tellMeanDeviationAndInterval() throws Exception {
    JsonNode groups = json("/api/groups?experiment=study-1");

    assertThat(groups.get("by")).hasSize(1);
    JsonNode rows = groups.get("rows");
    assertThat(rows.findValuesAsText("group")).containsExactly("resnet18", "alexnet", "vgg16");
    JsonNode best = rows.get(0);
    assertThat(best.get("by").get("model").asText()).isEqualTo("resnet18");
    assertThat(best.get("scores").asInt()).isEqualTo(3);
    assertThat(best.get("mean").asDouble()).isCloseTo(0.92, within(1e-12));
    assertThat(best.get("deviation").asDouble()).isCloseTo(0.01, within(1e-12));
    // Student's 4.302653 of two degrees of freedom, over the root of three
    assertThat(best.get("high").asDouble()).isCloseTo(0.92 + 0.0248414, within(1e-7));
    assertThat(best.get("low").asDouble()).isCloseTo(0.92 - 0.0248414, within(1e-7));
    assertThat(best.get("bestTrial").asText()).isEqualTo("study-1.3");
    assertThat(best.get("seconds").asDouble()).isEqualTo(2);
    JsonNode waiting = rows.get(1);
    assertThat(waiting.get("trials").asInt()).isEqualTo(3);
    assertThat(waiting.get("scores").asInt()).isEqualTo(2);
  }

  @Test
  void groups_byAnyColumnAndFiltered_areThoseOfTheseTrials() throws Exception {
    JsonNode bySeed = json("/api/groups?by=seed&model=resnet18,vgg16").get("rows");
    assertThat(bySeed.findValuesAsText("group")).containsExactly("seed=3", "seed=2", "seed=1");
    JsonNode byStatus =
        json("/api/groups?by=status&filter="
                + URLEncoder.encode("model = alexnet", StandardCharsets.UTF_8))
            .get("rows");
    assertThat(byStatus.findValuesAsText("trials")).containsExactly("2", "1");
    assertThat(byStatus.get(1).get("mean").isNull()).isTrue();
  }

  @Test
  void verdict_ofGroups_isThatOfTheirScores() throws Exception {
    JsonNode verdict = json("/api/verdict?experiment=study-1&model=resnet18,vgg16");

    assertThat(verdict.get("comparisons").asInt()).isEqualTo(1);
    JsonNode only = verdict.get("verdicts").get(0);
    assertThat(only.get("better").asText()).isEqualTo("resnet18");
    assertThat(only.get("other").asText()).isEqualTo("vgg16");
    assertThat(only.get("paired").asBoolean()).isTrue();
    assertThat(only.get("shown").asBoolean()).isTrue();
    assertThat(only.get("difference").asDouble()).isCloseTo(0.2, within(1e-12));
    // why: equal differences still may be off by the rounding to one image of 10,000
    assertThat(only.get("high").asDouble()).isGreaterThan(only.get("low").asDouble());
    assertThat(json("/api/verdict?all=true").get("verdicts")).hasSize(3);
  }

  @Test
  void files_ofAllTrials_areWhatTheListTells() throws Exception {
    JsonNode list = json("/api/leaderboard").get("rows");
    HttpResponse<String> csv = get("/api/leaderboard.csv");
    List<String> lines = csv.body().lines().toList();
    List<String> names = List.of(lines.getFirst().split(","));

    assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(csv.headers().firstValue("Content-Disposition").orElse(""))
        .contains("leaderboard.csv");
    assertThat(lines).hasSize(1 + 9);
    List<String> trials = new ArrayList<>();
    List<String> best = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> values = List.of(line.split(",", -1));
      assertThat(values).hasSameSizeAs(names);
      trials.add(values.get(names.indexOf("trial")));
      best.add(values.get(names.indexOf("bestTestAccuracy")));
    }
    assertThat(trials).isEqualTo(list.findValuesAsText("trial"));
    assertThat(best.subList(0, 8))
        .isEqualTo(list.findValuesAsText("bestTestAccuracy").subList(0, 8));
    assertThat(best.get(8)).isEmpty();

    JsonNode rows = json("/api/leaderboard.json?model=vgg16");
    assertThat(rows.findValuesAsText("trial"))
        .containsExactly("study-1.6", "study-1.5", "study-1.4");
    assertThat(get("/api/leaderboard.csv?model=nothing").body().lines()).hasSize(1);
  }

  @Test
  void groups_byWhatVaries_tellItsValuesAsTheyAre() throws Exception {
    JsonNode groups = json("/api/groups?by=model,seed");
    assertThat(groups.get("rows").get(0).get("by").get("seed").isNumber()).isTrue();
    Map<String, List<Object>> matrix = new LinkedHashMap<>();
    matrix.put("model", List.of("resnet18"));
    matrix.put("learningRate", List.of(0.1, 0.01));
    Story other =
        new Story()
            .term()
            .worker(Story.WORKER, 1)
            .experiment("rates", 1, "ada", matrix, 1, Stopping.NONE);
    try (Replay rates = Replay.start("rates.jsonl", folder.resolve("rates"), 0)) {
      other.into(rates);
      rates.show();
      URI address =
          URI.create("http://127.0.0.1:%d/api/groups?by=learningRate".formatted(rates.port()));
      JsonNode answer =
          MAPPER.readTree(
              client
                  .send(
                      HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                  .body());
      assertThat(answer.get("rows").findValues("learningRate"))
          .extracting(JsonNode::asDouble)
          .containsExactlyInAnyOrder(0.1, 0.01);
    }
  }

  @Test
  void curves_areOfTheTrialsThatAreAskedFor() throws Exception {
    JsonNode named = json("/api/curves?trial=study-1.5,study-1.1");
    assertThat(named.get("total").asInt()).isEqualTo(2);
    assertThat(named.get("rows").findValuesAsText("trial"))
        .containsExactly("study-1.1", "study-1.5");
    assertThat(named.at("/rows/0/points/0/testAccuracy").asDouble()).isEqualTo(0.91);
    assertThat(named.at("/rows/0/points/0/time").asText()).startsWith("2026-11-24T");
    JsonNode part = json("/api/curves?experiment=study&limit=3");
    assertThat(part.get("total").asInt()).isEqualTo(9);
    assertThat(part.get("rows")).hasSize(3);
    assertThat(json("/api/curves?filter=seed+%3D+1&epoch=4").findValues("points"))
        .hasSize(3)
        .allMatch(JsonNode::isEmpty);
  }

  @Test
  void badQuestions_answeredWithWhatToDo() throws Exception {
    for (String path :
        List.of(
            "/api/groups?by=colour",
            "/api/groups?by=,",
            "/api/groups?colour=red",
            "/api/groups?certainty=2",
            "/api/verdict?settle=x",
            "/api/verdict?status=FOO",
            "/api/leaderboard.csv?colour=red",
            "/api/curves?experiment=study&limit=101",
            "/api/curves?experiment=study&epoch=x",
            "/api/curves?experiment=study&colour=red",
            "/api/leaderboard.json?sort=color")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(400);
      assertThat(answer.body()).as(path).contains("\"detail\"").containsAnyOf("known", "allowed");
    }
  }
}
