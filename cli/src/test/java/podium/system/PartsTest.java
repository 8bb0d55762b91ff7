package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.BrokerChild;
import podium.protocol.FreePort;

/** Scheduler, dashboard and worker as processes of their own, against a broker of its own. */
final class PartsTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int SIGTERM_EXIT = 128 + 15;

  @TempDir Path dir;
  private final int clusterPort = FreePort.any();
  private final Board board = new Board(FreePort.any());
  private final Deque<PodiumProcess> started = new ArrayDeque<>();

  @AfterEach
  void endAll() {
    started.forEach(PodiumProcess::close);
  }

  private PodiumProcess start(String... arguments) {
    PodiumProcess process = PodiumProcess.start(dir, arguments);
    started.push(process);
    return process;
  }

  @Test
  void parts_eachAProcess_trainWhatWasSubmittedAndShowWhoTrainedIt()
      throws IOException, InterruptedException {
    Process broker = BrokerChild.spawn(dir.resolve("kafka"), 0);
    try {
      String kafka = BrokerChild.bootstrapServers(broker);
      Path config =
          Files.writeString(
              dir.resolve("podium.conf"),
              "podium.kafka { bootstrap-servers = \"%s\" }\n".formatted(kafka));
      PodiumProcess scheduler =
          start(
              "scheduler",
              "--config",
              config.toString(),
              "--kafka-properties",
              dir.resolve("kafka").resolve("podium.properties").toString(),
              "--cluster-port",
              "" + clusterPort,
              "--metrics-port",
              "0");
      PodiumProcess dashboard =
          start(
              "dashboard",
              "--kafka",
              kafka,
              "--port",
              "" + board.port(),
              "--data-dir",
              dir.resolve("board").toString());
      PodiumProcess worker =
          start(
              "worker",
              "--join",
              "127.0.0.1:" + clusterPort,
              "--name",
              "anvil",
              "--devices",
              "cpu",
              "--data-dir",
              dir.resolve("anvil").toString(),
              "--metrics-port",
              "0");
      await().atMost(LONG).until(() -> status().equals("ALIVE"));
      JsonNode row = board.rows("/api/workers").path(0);
      assertThat(row.path("worker").asText()).isEqualTo("anvil");
      assertThat(row.path("slots").findValuesAsText("name")).containsExactly("cpu:0");

      assertThat(metrics(scheduler))
          .contains(
              "podium_scheduler_phase{phase=\"active\"} 1.0",
              "podium_scheduler_phase{phase=\"standby\"} 0.0",
              "podium_scheduler_term 1.0",
              "podium_scheduler_workers_live 1.0",
              "disk_free_bytes{path=",
              "jvm_memory_used_bytes");
      assertThat(metrics(worker))
          .contains(
              "podium_worker_registered 1.0",
              "podium_worker_spool_reports 0.0",
              "podium_worker_report_lag_seconds 0.0",
              "anvil/checkpoints\"}");
      String told = metrics(scheduler) + metrics(worker);
      String page = Files.readString(Path.of("..", "docs", "metrics.md"));
      String table = page.substring(page.indexOf("## Of a scheduler and a worker"));
      List<String> documented =
          Pattern.compile("podium_(?:scheduler|worker)_\\w+")
              .matcher(table)
              .results()
              .map(MatchResult::group)
              .toList();
      assertThat(told).contains(documented);
      assertThat(documented)
          .containsAll(
              Pattern.compile("(?m)^# TYPE (podium_\\w+)")
                  .matcher(told)
                  .results()
                  .map(found -> found.group(1))
                  .toList());

      PodiumProcess submit = submit(kafka);
      assertThat(submit.exitCode(LONG)).as(submit::output).isZero();
      assertThat(submit.output()).contains("tiny-1.1 resnet18  epoch 2/2", "* best");
      await()
          .atMost(LONG)
          .until(() -> board.first("/api/leaderboard", "status").equals("SUCCEEDED"));
      assertThat(board.first("/api/leaderboard", "epoch")).isEqualTo("2");
      assertThat(board.first("/api/leaderboard", "worker")).isEqualTo("anvil");

      worker.stop();
      await().atMost(LONG).until(() -> status().equals("LEFT"));
      scheduler.stop();
      dashboard.stop();
      for (PodiumProcess part : started) {
        assertThat(part.output()).doesNotContain("did not stop in order");
      }
      assertThat(worker.exitCode(LONG)).isEqualTo(SIGTERM_EXIT);
      assertThat(scheduler.exitCode(LONG)).isEqualTo(SIGTERM_EXIT);
      assertThat(dashboard.exitCode(LONG)).isEqualTo(SIGTERM_EXIT);
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  private static String metrics(PodiumProcess part) {
    Matcher address =
        Pattern.compile("metrics at http://127.0.0.1:(\\d+)(/metrics)").matcher(part.output());
    assertThat(address.find()).as(part::output).isTrue();
    int port = Integer.parseInt(address.group(1));
    assertThat(statusByTheName(port, "evil.example")).startsWith("HTTP/1.1 403");
    return PodiumProcess.get(port, address.group(2));
  }

  private static String statusByTheName(int port, String name) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET /metrics HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.formatted(name).getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void metricsPort_thatIsTakenOrNone_isToldBeforeAnythingBegins() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String port : List.of("" + taken.getLocalPort(), "70000", "-1")) {
        PodiumProcess worker =
            start("worker", "--join", "127.0.0.1:" + clusterPort, "--metrics-port=" + port);
        assertThat(worker.exitCode(LONG)).as(worker::output).isEqualTo(1);
        assertThat(worker.output()).contains("--metrics-port").doesNotContain("defect", "joins");
      }
    }
  }

  private String status() {
    return board.first("/api/workers", "status");
  }

  private PodiumProcess submit(String kafka) throws IOException {
    Path spec =
        Files.writeString(
            dir.resolve("tiny.yaml"),
            """
            experiment: tiny
            dataset: digits
            matrix: {model: [resnet18]}
            recipe: {epochs: 2, batchSize: 64}
            limits: {trainImages: 128}
            """);
    return start("submit", spec.toString(), "--kafka", kafka, "--wait");
  }
}
