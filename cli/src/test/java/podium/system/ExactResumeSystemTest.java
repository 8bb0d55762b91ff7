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
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.RequestPublisher;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;

/** Trainers, workers and the whole of a system killed at seeded moments; every bit must stay. */
@Tag("slow")
final class ExactResumeSystemTest {
  private static final long SEED = 20261125;
  private static final int KILLS = 20;
  private static final int KILLS_OF_ALL = 6;
  private static final Duration LONG = Duration.ofMinutes(8);
  private static final String EXPERIMENT =
      "{\"experiment\":\"%s\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2\",\"resnet18\"],"
          + "\"optimizer\":[\"sgd\",\"adam\"]},\"recipe\":{\"epochs\":6,\"batchSize\":32,\"cropPadding\":2,"
          + "\"horizontalFlip\":true},\"limits\":{\"trainImages\":192}}";

  @TempDir Path dir;
  private final int kafkaPort = PodiumProcess.freePort();
  private final int port = PodiumProcess.freePort();
  private final int clusterPort = PodiumProcess.freePort();
  private final Deque<PodiumProcess> started = new ArrayDeque<>();

  @AfterEach
  void endAll() {
    started.forEach(PodiumProcess::close);
  }

  @Test
  void trainersAndWorkers_killedAtTwentyMoments_everyEpochIsThatOfAnUnharmedTrial()
      throws IOException {
    up("none");
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> PodiumProcess.get(port, "/healthz").contains("none has registered"));
    PodiumProcess worker = worker();
    publish("calm");
    awaitEnd(4);

    publish("stormy");
    Random moments = new Random(SEED);
    for (int kill = 0; kill < KILLS && ended() < 8; kill++) {
      pauseUpTo(moments, 9_000);
      if (kill % 4 == 3) {
        List<ProcessHandle> orphans = worker.trainers();
        worker.kill();
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
        worker = worker();
      } else {
        worker.trainers().forEach(ProcessHandle::destroyForcibly);
      }
    }
    awaitEnd(8);

    assertThat(LogFacts.of(kafkaPort, Event.TrialRequeued.class)).hasSizeGreaterThan(KILLS / 4);
    assertThat(states("stormy")).hasSize(24).isEqualTo(states("calm"));
  }

  @Test
  void everything_killedAtSixMoments_everyEpochIsThatOfAnUnharmedTrial() throws IOException {
    PodiumProcess system = up("cpu").ready(port);
    publish("calm");
    awaitEnd(4);

    publish("stormy");
    Random moments = new Random(SEED);
    int kills = 0;
    while (kills < KILLS_OF_ALL && ended() < 8) {
      pauseUpTo(moments, 9_000);
      List<ProcessHandle> trainers = system.trainers();
      system.kill();
      trainers.forEach(ProcessHandle::destroyForcibly);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> trainers.stream().noneMatch(ProcessHandle::isAlive));
      kills++;
      system = up("cpu").ready(port);
    }
    awaitEnd(8);

    List<Event.TrialStarted> starts = LogFacts.of(kafkaPort, Event.TrialStarted.class);
    System.err.printf(
        "seed %d: everything killed %d times, %d starts of 8 trials, %d from a checkpoint%n",
        SEED,
        kills,
        starts.size(),
        starts.stream().filter(trial -> trial.start().resumedFromEpoch() > 0).count());
    assertThat(kills).as("kills before the trials ended").isGreaterThan(2);
    assertThat(starts).anyMatch(trial -> trial.start().resumedFromEpoch() > 0);
    assertThat(states("stormy")).hasSize(24).isEqualTo(states("calm"));
  }

  /** Scheduler, log and board in one process, with the slots of these devices. */
  private PodiumProcess up(String devices) throws IOException {
    Path settings =
        Files.writeString(
            dir.resolve("patient.conf"),
            "podium.scheduler { code-failures = 1000, infrastructure-losses = 1000 }\n");
    return start(
        "up",
        "--data-dir",
        dir + "/data",
        "--kafka-port",
        "" + kafkaPort,
        "--port",
        "" + port,
        "--cluster-port",
        "" + clusterPort,
        "--devices",
        devices,
        "--config",
        settings.toString());
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
        dir + "/a",
        "--checkpoints",
        dir + "/data/checkpoints");
  }

  private PodiumProcess start(String... arguments) {
    PodiumProcess process = PodiumProcess.start(dir, arguments);
    started.push(process);
    return process;
  }

  private void publish(String name) {
    RequestPublisher.publish(
        KafkaSettings.at("127.0.0.1:" + kafkaPort), name, EXPERIMENT.formatted(name));
  }

  private long ended() {
    return LogFacts.of(kafkaPort, Event.TrialEnded.class).size();
  }

  private void awaitEnd(int trials) {
    await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> ended() == trials);
    assertThat(LogFacts.of(kafkaPort, Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
  }

  /** The state of every epoch that was ever reported, by number of the trial and epoch. */
  private Map<String, String> states(String experiment) {
    Map<String, String> states = new TreeMap<>();
    for (Event.EpochCompleted epoch : LogFacts.of(kafkaPort, Event.EpochCompleted.class)) {
      String prefix = experiment + "-1.";
      if (epoch.trial().startsWith(prefix)) {
        String key = epoch.trial().substring(prefix.length()) + " epoch " + epoch.result().epoch();
        String before = states.put(key, epoch.result().stateHash());
        assertThat(before == null || before.equals(epoch.result().stateHash())).as(key).isTrue();
      }
    }
    return states;
  }

  private static void pauseUpTo(Random moments, int millis) {
    Duration moment = Duration.ofMillis(moments.nextInt(millis));
    await().pollDelay(moment).atMost(moment.plusSeconds(5)).until(() -> true);
  }
}
