package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.RequestPublisher;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;

/** Trainer, worker or everything else killed by SIGKILL, wherever it is just then. */
@Tag("slow")
final class RandomKillTest {
  private static final int KILLS = 8;
  // why: while the rest is away training goes on; it must not end before the kills do
  private static final int EPOCHS = 16;
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String EXPERIMENT =
      "{\"experiment\":\"storm\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2\",\"resnet18\"]},"
          + "\"recipe\":{\"epochs\":16,\"batchSize\":64},\"limits\":{\"trainImages\":512}}";

  private enum Victim {
    TRAINER,
    WORKER,
    /** Broker, scheduler and dashboard at once. */
    REST
  }

  @TempDir Path dir;
  private final int kafkaPort = PodiumProcess.freePort();
  private final Board board = new Board(PodiumProcess.freePort());
  private final int clusterPort = PodiumProcess.freePort();
  private final Deque<PodiumProcess> started = new ArrayDeque<>();

  @AfterEach
  void endAll() {
    started.forEach(PodiumProcess::close);
  }

  @Test
  void anyProcess_killedAtRandomMoments_finishesWithEachEpochCountedOnce() throws IOException {
    Moments moments = new Moments("RandomKillTest");
    Path patience =
        Files.writeString(
            dir.resolve("patient.conf"),
            "podium.scheduler { code-failures = 1000, infrastructure-losses = 1000,"
                + " fruitless-attempts = 1000 }\n");
    PodiumProcess rest = rest(patience);
    PodiumProcess worker = worker();
    RequestPublisher.publish(KafkaSettings.at("127.0.0.1:" + kafkaPort), "k", EXPERIMENT);
    await()
        .atMost(LogFacts.LONG)
        .until(() -> !LogFacts.of(kafkaPort, Event.TrialPlaced.class).isEmpty());

    for (int kill = 0; kill < KILLS; kill++) {
      Duration moment = moments.pass(Duration.ofSeconds(6));
      if (ended() == 2) {
        break;
      }
      Victim victim = moments.choose(List.of(Victim.values()));
      System.out.println("RandomKillTest: %s after %s".formatted(victim, moment));
      switch (victim) {
        case TRAINER -> worker.trainers().forEach(ProcessHandle::destroyForcibly);
        case WORKER -> {
          List<ProcessHandle> orphans = worker.trainers();
          worker.kill();
          await()
              .atMost(Duration.ofSeconds(20))
              .until(() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
          worker = worker();
        }
        case REST -> {
          rest.kill();
          rest = rest(patience);
        }
      }
    }

    await().atMost(LogFacts.LONG).pollInterval(Duration.ofSeconds(1)).until(() -> ended() == 2);
    assertThat(LogFacts.of(kafkaPort, Event.TrialEnded.class))
        .as(moments.toString())
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
    assertThat(LogFacts.of(kafkaPort, Event.TrialRequeued.class))
        .as("no kill hit a trial; " + moments)
        .isNotEmpty();
    List<Integer> each = IntStream.rangeClosed(1, EPOCHS).boxed().toList();
    assertThat(LogFacts.epochs(kafkaPort))
        .as(moments.toString())
        .isEqualTo(Map.of("storm-1.1", each, "storm-1.2", each));
    await()
        .atMost(READY)
        .untilAsserted(
            () ->
                assertThat(board.rows("/api/leaderboard").findValuesAsText("status"))
                    .as(moments.toString())
                    .containsExactly("SUCCEEDED", "SUCCEEDED"));
  }

  private long ended() {
    return LogFacts.of(kafkaPort, Event.TrialEnded.class).size();
  }

  private PodiumProcess rest(Path config) {
    PodiumProcess rest =
        start(
            "up",
            "--devices",
            "none",
            "--config",
            config.toString(),
            "--data-dir",
            dir.resolve("data").toString(),
            "--kafka-port",
            "" + kafkaPort,
            "--port",
            "" + board.port(),
            "--cluster-port",
            "" + clusterPort);
    await()
        .atMost(READY)
        .until(
            () -> PodiumProcess.get(board.port(), "/healthz").contains("\"scheduler\":\"ready\""));
    return rest;
  }

  private PodiumProcess worker() {
    return start(
        "worker",
        "--join",
        "127.0.0.1:" + clusterPort,
        "--name",
        "a",
        "--devices",
        "cpu",
        "--data-dir",
        dir.resolve("a").toString(),
        "--checkpoints",
        dir.resolve("data/checkpoints").toString());
  }

  private PodiumProcess start(String... arguments) {
    PodiumProcess process = PodiumProcess.start(dir, arguments);
    started.push(process);
    return process;
  }
}
