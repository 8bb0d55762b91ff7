package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.BrokerChild;
import podium.protocol.FreePort;

/** {@code /healthz} of a dashboard, while each of the parts it speaks of dies or stands still. */
final class HealthTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Duration PROMISED = Duration.ofSeconds(5);

  /** What asking and a busy machine may take on top. */
  private static final Duration SLACK = Duration.ofMillis(1500);

  private final TestSystem system;
  private final List<String> seen = new ArrayList<>();

  HealthTest(@TempDir Path dir) {
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  private interface Deed {
    void done() throws IOException, InterruptedException;
  }

  @Test
  void healthz_isRedWithinFiveSecondsOfTheDeathOfAnyPart_andGreenOnceItIsBack()
      throws IOException, InterruptedException {
    Process broker = BrokerChild.spawn(system.key().resolveSibling(""), 0);
    try {
      String kafka = BrokerChild.bootstrapServers(broker);
      int port = FreePort.any();
      PodiumProcess scheduler = system.scheduler(port);
      system.dashboard(kafka);
      PodiumProcess worker = system.worker("w", List.of(port));
      green("everything");

      red("worker stands still", () -> signal(worker.handle(), "STOP"), "none is alive");
      signal(worker.handle(), "CONT");
      green("worker goes on");
      red("worker killed", worker::kill, "none is alive");
      system.worker("w", List.of(port));
      green("worker is back");

      red("broker stands still", () -> signal(broker.toHandle(), "STOP"), "silent for");
      signal(broker.toHandle(), "CONT");
      green("broker goes on");

      red("scheduler stands still", () -> signal(scheduler.handle(), "STOP"), "silent for");
      signal(scheduler.handle(), "CONT");
      green("scheduler goes on");
      red("scheduler killed", scheduler::kill, "silent for");
      system.scheduler(port);
      green("scheduler is back");
      System.out.println("HealthTest: " + seen);
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  private void red(String what, Deed deed, String words) throws IOException, InterruptedException {
    deed.done();
    long since = System.nanoTime();
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> health().startsWith("status 503"));
    Duration took = Duration.ofNanos(System.nanoTime() - since);
    seen.add("%s: red after %.1f s".formatted(what, took.toMillis() / 1e3));
    assertThat(health()).as(what).contains(words);
    assertThat(took).as(what).isLessThan(PROMISED.plus(SLACK));
  }

  private void green(String what) {
    await().atMost(LONG).until(() -> health().contains("\"ready\":true"));
    seen.add(what);
  }

  private String health() {
    return PodiumProcess.get(system.port(), "/healthz");
  }

  private static void signal(ProcessHandle process, String name)
      throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
        .isZero();
  }
}
