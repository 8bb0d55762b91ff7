package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;

/** Trainers, workers and the whole of a system killed at seeded moments; every bit must stay. */
@Tag("slow")
final class ExactResumeSystemTest {
  private static final long SEED = 20261125;
  // why: fewer than the attempts that a trial may lose, whichever they hit
  private static final int KILLS = 19;
  private static final int KILLS_OF_ALL = 6;
  private static final Duration LONG = Duration.ofMinutes(8);
  private static final String EXPERIMENT =
      "{\"experiment\":\"%s\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2\",\"resnet18\"],"
          + "\"optimizer\":[\"sgd\",\"adam\"]},\"recipe\":{\"epochs\":6,\"batchSize\":32,\"cropPadding\":2,"
          + "\"horizontalFlip\":true},\"limits\":{\"trainImages\":192}}";

  private final TestSystem system;

  ExactResumeSystemTest(@TempDir Path dir) {
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void trainersAndWorkers_killedAtNineteenMoments_everyEpochIsThatOfAnUnharmedTrial() {
    up("none");
    system.awaitNoWorker();
    PodiumProcess worker = system.worker("a");
    publish("calm");
    awaitEnd(4);

    publish("stormy");
    Random moments = new Random(SEED);
    for (int kill = 0; kill < KILLS && ended() < 8; kill++) {
      pauseUpTo(moments, 9_000);
      if (kill % 4 == 3) {
        worker.killAndOutliveTrainers();
        worker = system.worker("a");
      } else {
        worker.trainers().forEach(ProcessHandle::destroyForcibly);
      }
    }
    awaitEnd(8);

    assertThat(system.events(Event.TrialRequeued.class)).hasSizeGreaterThan(KILLS / 4);
    assertThat(states("stormy")).hasSize(24).isEqualTo(states("calm"));
  }

  @Test
  void everything_killedAtSixMoments_everyEpochIsThatOfAnUnharmedTrial() {
    PodiumProcess all = up("cpu").ready(system.port());
    publish("calm");
    awaitEnd(4);

    publish("stormy");
    Random moments = new Random(SEED);
    int kills = 0;
    while (kills < KILLS_OF_ALL && ended() < 8) {
      pauseUpTo(moments, 9_000);
      List<ProcessHandle> trainers = all.trainers();
      all.kill();
      trainers.forEach(ProcessHandle::destroyForcibly);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> trainers.stream().noneMatch(ProcessHandle::isAlive));
      kills++;
      all = up("cpu").ready(system.port());
    }
    awaitEnd(8);

    List<Event.TrialStarted> starts = system.events(Event.TrialStarted.class);
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
  private PodiumProcess up(String devices) {
    return system.up("--devices", devices, "--threads", "1");
  }

  private void publish(String name) {
    system.publish(EXPERIMENT.formatted(name));
  }

  private long ended() {
    return system.events(Event.TrialEnded.class).size();
  }

  private void awaitEnd(int trials) {
    await().atMost(LONG).pollInterval(Duration.ofSeconds(1)).until(() -> ended() == trials);
    assertThat(system.events(Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
  }

  /** The state of every epoch that was ever reported, by number of the trial and epoch. */
  private Map<String, String> states(String experiment) {
    Map<String, String> states = new TreeMap<>();
    for (Event.EpochCompleted epoch : system.events(Event.EpochCompleted.class)) {
      String prefix = experiment + "-1.";
      if (epoch.trial().value().startsWith(prefix)) {
        String key =
            epoch.trial().value().substring(prefix.length()) + " epoch " + epoch.result().epoch();
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
