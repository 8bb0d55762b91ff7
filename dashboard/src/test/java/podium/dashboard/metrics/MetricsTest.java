package podium.dashboard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import podium.dashboard.domain.Audit;

final class MetricsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(podium_\\w+)");
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (podium_\\w+) gauge$");

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  @Test
  void text_everyGauge_isInTheDocumentationAndNoOther() throws IOException {
    try (Metrics metrics = new Metrics(Path.of("."), () -> Measured.NOTHING)) {
      assertThat(names(TYPE, metrics.text()))
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(
              names(ROW, Files.readString(Path.of("..", "docs", "metrics.md"))));
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
