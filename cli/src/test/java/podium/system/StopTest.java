package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.RequestPublisher;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/** The whole system told to stop while it trains, and started again. */
final class StopTest {
  private static final int SIGTERM_EXIT = 128 + 15;
  private static final String EXPERIMENT =
      "{\"experiment\":\"pause\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]},"
          + "\"recipe\":{\"epochs\":4,\"batchSize\":64},\"limits\":{\"trainImages\":512}}";

  @TempDir Path dir;
  private final int kafkaPort = PodiumProcess.freePort();
  private final int port = PodiumProcess.freePort();
  private final int clusterPort = PodiumProcess.freePort();
  private final List<PodiumProcess> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(PodiumProcess::close);
  }

  private PodiumProcess up() {
    PodiumProcess process =
        PodiumProcess.start(
            dir,
            "up",
            "--devices",
            "cpu",
            "--data-dir",
            dir.resolve("data").toString(),
            "--kafka-port",
            Integer.toString(kafkaPort),
            "--port",
            Integer.toString(port),
            "--cluster-port",
            Integer.toString(clusterPort));
    started.add(process);
    return process.ready(port);
  }

  @Test
  void up_sigtermWhileATrialTrains_stopsInOrderAndGoesOnWhereItWas() {
    PodiumProcess first = up();
    RequestPublisher.publish(KafkaSettings.at("127.0.0.1:" + kafkaPort), "k", EXPERIMENT);
    await().atMost(LogFacts.LONG).until(() -> !events(Event.EpochCompleted.class).isEmpty());
    List<ProcessHandle> trainers = first.trainers();
    assertThat(trainers).isNotEmpty();

    long began = System.nanoTime();
    first.stop();
    // why: 3 s were measured; the factor is for a loaded machine of two processors
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    assertThat(trainers).noneMatch(ProcessHandle::isAlive);
    assertThat(first.exitCode(Duration.ofSeconds(1))).isEqualTo(SIGTERM_EXIT);
    assertThat(first.output()).doesNotContain("did not stop in order");

    up();
    await().atMost(LogFacts.LONG).until(() -> !events(Event.TrialEnded.class).isEmpty());
    assertThat(events(Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsExactly(TrialStatus.SUCCEEDED);
    assertThat(LogFacts.epochs(kafkaPort)).isEqualTo(Map.of("pause-1.1", List.of(1, 2, 3, 4)));
    assertThat(events(Event.AttemptEnded.class))
        .extracting(Event.AttemptEnded::outcome)
        .containsExactly(Outcome.PREEMPTED, Outcome.SUCCEEDED);
    assertThat(events(Event.WorkerLeft.class)).isNotEmpty();
    assertThat(events(Event.WorkerLost.class)).isEmpty();
  }

  private <T extends Event> List<T> events(Class<T> type) {
    return LogFacts.of(kafkaPort, type);
  }
}
