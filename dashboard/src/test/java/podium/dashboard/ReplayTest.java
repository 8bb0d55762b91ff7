package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.id.ExperimentId;
import podium.protocol.request.Action;

/** A log without Kafka: the same rows, and nobody to ask. */
final class ReplayTest {
  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private Replay replay;

  @BeforeEach
  void begin() {
    replay = Replay.start("monday.jsonl", folder, 0);
  }

  @AfterEach
  void end() {
    replay.close();
    client.close();
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:%d%s".formatted(replay.port(), path)));
  }

  @Test
  void take_recordByRecord_showsWhatALogComesToAndAuditsIt() throws Exception {
    Story story = Story.begun();
    story.into(replay);
    assertThat(send(at("/api/trials")).body()).contains("\"total\":0");
    replay.show();
    assertThat(send(at("/api/trials")).body()).contains("mine-1.1", "\"epoch\":1", "\"total\":2");
    assertThat(send(at("/api/status")).body())
        .contains("\"offset\":" + story.log().size(), "This is a replay of monday.jsonl.");
    assertThat(send(at("/api/audit")).body()).contains("\"offset\":" + story.log().size());
    assertThat(send(at("/")).statusCode()).isEqualTo(200);
  }

  private void show(Event event) {
    Story.begun().event(event).into(replay);
    replay.show();
  }

  @Test
  void lists_ofAnArchivedExperiment_showItOnlyIfAsked() throws Exception {
    show(
        new Event.RequestAccepted(
            new Source("podium.requests", 0, 9),
            Optional.empty(),
            new Action.Archive("mine"),
            List.of(new ExperimentId("mine-1")),
            List.of()));
    for (String list : List.of("/api/experiments", "/api/trials", "/api/leaderboard")) {
      assertThat(send(at(list)).body()).as(list).contains("\"total\":0");
      assertThat(send(at(list + "?archived=false")).body()).as(list).contains("\"total\":0");
      assertThat(send(at(list + "?archived=true")).body()).as(list).contains("mine-1");
    }
    assertThat(send(at("/api/experiments/mine-1")).body()).contains("\"archived\":true");
    assertThat(send(at("/api/curves?experiment=mine-1")).body()).contains("mine-1.1");
    HttpResponse<String> wrong = send(at("/api/trials?archived=yes"));
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("archived is yes; allowed: true");
    assertThat(send(at("/api/workers")).body()).contains("\"total\":1");
  }

  @Test
  void post_whateverIsAsked_saysThatNobodyIsThere() throws Exception {
    HttpResponse<String> answer =
        send(
            at("/api/requests")
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"request\":\"cancel\",\"trial\":\"mine-1.1\"}")));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("replays a log from a file");
  }
}
