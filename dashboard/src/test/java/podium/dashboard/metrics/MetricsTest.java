package podium.dashboard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import podium.dashboard.domain.Audit;

final class MetricsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(podium_\\w+)");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (podium_\\w+) gauge$");

  private static final Pattern ANY_TYPE = Pattern.compile("(?m)^# TYPE (\\w+) \\w+$");
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:podium|disk|jvm|process|system)_\\w+)");

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void text_everyGauge_isInTheDocumentationAndNoOther() throws IOException {
    try (Metrics metrics = new Metrics(Path.of("."), () -> Measured.NOTHING)) {
      assertThat(names(TYPE, metrics.text()))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              names(ROW, ofTheBoard(Files.readString(Path.of("..", "docs", "metrics.md")))));
    }
  }

  private static String ofTheBoard(String page) {
    int others = page.indexOf("\n## Of a scheduler and a worker\n");
    assertThat(others).isPositive();
    return page.substring(0, others);
  }

  @Test
  void grafana_asksForNothingThatIsNotThere_andForEveryGaugeOfOurs() throws IOException {
    Set<String> asked = new TreeSet<>();
    JsonNode panels =
        new ObjectMapper().readTree(Path.of("..", "docs", "grafana.json").toFile()).get("panels");
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.get("targets")) {
        asked.addAll(names(METRIC, target.get("expr").asText()));
      }
    }
    try (Metrics metrics = new Metrics(Path.of("."), () -> Measured.NOTHING)) {
      List<String> there = names(ANY_TYPE, metrics.text());
      assertThat(there).containsAll(asked);
      // why: how far the audit and the board are is in their lag already
      assertThat(asked)
          .containsAll(
              names(TYPE, metrics.text()).stream()
                  .filter(name -> !name.endsWith("_offset"))
                  .toList());
    }
  }

  @Test
  void text_boardOutOfReach_saysTheRest() {
    Measured measured =
        new Measured(
            false,
            7,
            Audit.NONE,
            Optional.of(Duration.ofMillis(1500)),
            3,
            new Measured.Told(5, 1, 2),
            Optional.empty());
    try (Metrics metrics = new Metrics(Path.of("."), () -> measured)) {
      assertThat(metrics.text().lines())
          .contains(
              "podium_board_offset NaN",
              "podium_log_end 7.0",
              "podium_board_following 0.0",
              "podium_scheduler_silence_seconds 1.5",
              "podium_stream_listeners 3.0",
              "podium_notifications{state=\"given_up\"} 1.0",
              "podium_audit_violations 0.0");
    }
  }
}
