package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of the first format, recorded while a trainer, the whole system twice and a worker were
 * killed, and the leaderboard that the version of then made of it.
 */
final class FirstFormatBoardTest {
  @TempDir private Path directory;

  @Test
  void log_ofTheFirstFormat_givesTheLeaderboardOfThen() throws Exception {
    List<byte[]> records = records();
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"));
        KafkaLog log = new KafkaLog(broker.address())) {
      log.append(records);
      try (Dashboard dashboard = Scene.dashboard(broker, directory.resolve("h2"))) {
        Scene.awaitOffset(dashboard, records.size());
        JsonNode status = Scene.json(dashboard, "/api/status");
        assertThat(status.get("voided").asInt()).isZero();
        assertThat(status.get("refused").asInt()).isZero();
        assertThat(status.get("totals").get("withoutEffect").asInt()).isZero();
        JsonNode now = Scene.json(dashboard, "/api/leaderboard");
        JsonNode then =
            Scene.tree(
                new String(resource("log-format1.leaderboard.json"), StandardCharsets.UTF_8));
        assertThat(now.get("total")).isEqualTo(then.get("total"));
        assertThat(now.get("offset")).isEqualTo(then.get("offset"));
        assertThat(now.get("rows").size()).isEqualTo(then.get("rows").size());
        for (int row = 0; row < then.get("rows").size(); row++) {
          // why: a later version may tell more of a trial, but nothing else
          assertThat(now.get("rows").get(row).properties())
              .containsAll(then.get("rows").get(row).properties());
        }
      }
    }
  }

  private static byte[] resource(String file) throws Exception {
    try (InputStream in = FirstFormatBoardTest.class.getResourceAsStream("/golden/" + file)) {
      return in.readAllBytes();
    }
  }

  private static List<byte[]> records() throws Exception {
    try (InputStream in =
            FirstFormatBoardTest.class.getResourceAsStream("/golden/log-format1.jsonl.gz");
        GZIPInputStream unpacked = new GZIPInputStream(in)) {
      return new String(unpacked.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }
}
