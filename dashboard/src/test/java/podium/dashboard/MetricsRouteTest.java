package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a monitoring system reads, by HTTP. */
final class MetricsRouteTest {
  @Test
  void metrics_inPrometheusText_sayWhatStatusAndAuditSay(@TempDir Path folder) throws Exception {
    try (Scene.Told told = Scene.Told.in(folder.resolve("kafka"));
        Dashboard dashboard = told.dashboard(folder.resolve("h2"))) {
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> said(dashboard, told.story().log().size()));
    }
  }

  // why: an audit begins anew where the board is built, and both are to be of the same one
  private static void said(Dashboard dashboard, int records) throws Exception {
    JsonNode audit = Scene.json(dashboard, "/api/audit");
    assertThat(audit.get("offset").asLong()).isGreaterThanOrEqualTo(records);
    HttpResponse<String> answer = Scene.get(dashboard, "/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    int violations = audit.get("violations").size();
    assertThat(answer.body().lines())
        .contains(
            "# TYPE podium_audit_violations gauge",
            "podium_audit_violations %.1f".formatted((double) violations),
            "podium_board_following 1.0",
            "podium_board_lag 0.0",
            "podium_log_records{kind=\"voided\"} 0.0",
            "podium_log_records{kind=\"not_understood\"} 0.0",
            "podium_log_records{kind=\"refused\"} 0.0",
            "podium_log_term 1.0",
            "podium_trials{status=\"queued\"} 1.0",
            "podium_trials{status=\"running\"} 1.0",
            "podium_trials{status=\"succeeded\"} 1.0",
            "podium_queue{reason=\"no_free_slot\"} 1.0",
            "podium_queue{reason=\"paused\"} 0.0",
            "podium_slots{state=\"busy\"} 1.0",
            "podium_slots{state=\"idle\"} 1.0",
            "podium_reports_fenced 0.0",
            "podium_workers_live 1.0")
        .anyMatch(line -> line.matches("podium_placement_seconds [0-9.]+"))
        .anyMatch(line -> line.startsWith("disk_free_bytes{"))
        .anyMatch(line -> line.startsWith("podium_board_offset "))
        .anyMatch(line -> line.startsWith("podium_audit_offset "))
        .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
  }
}
