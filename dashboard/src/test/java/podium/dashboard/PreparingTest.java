package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/** What is done before an attempt trains, as scripts and browsers get it. */
final class PreparingTest {
  @TempDir private Path directory;

  @Test
  void progress_beforeTraining_isTheBarUntilTheAttemptHasBegun() throws Exception {
    Story story =
        new Story()
            .term()
            .worker(Story.WORKER, 1)
            .experiment("slow", 1, "ada", List.of("resnet18"), 5)
            .placed("slow-1.1", 1, "cuda:0");
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
        KafkaLog log = new KafkaLog(broker.address());
        Dashboard dashboard = Scene.dashboard(broker, directory.resolve("h2"))) {
      log.append(story);
      Scene.awaitOffset(dashboard, story.log().size());
      for (String path : List.of("/api/trials?experiment=slow", "/api/workers")) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () -> {
                  // why: progress is heard from the moment on that the reader listens
                  log.progress(
                      Progress.before(
                          new TrialId("slow-1.1"),
                          1,
                          Story.WORKER,
                          "cuda:0",
                          5,
                          "decoding",
                          12_300,
                          24_600));
                  JsonNode json = Scene.json(dashboard, path);
                  assertThat(json.findValuesAsText("doing")).containsExactly("decoding");
                  assertThat(json.findValuesAsText("step")).containsExactly("12300");
                  assertThat(json.findValuesAsText("steps")).containsExactly("24600");
                  assertThat(json.findValue("progress").asDouble()).isEqualTo(50);
                });
      }

      log.append(story.started("slow-1.1", 1, 0, 11));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                JsonNode trial = Scene.json(dashboard, "/api/trials/slow-1.1");
                assertThat(trial.get("doing").asText()).isEmpty();
                assertThat(trial.get("progress").asDouble()).isZero();
              });
    }
  }
}
