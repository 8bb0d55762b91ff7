package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;

/** Trainer, worker or everything else killed by SIGKILL, wherever it is just then. */
@Tag("slow")
final class RandomKillTest {
  // why: fewer than the attempts that a trial may lose, in a row too, whichever they hit
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

  private final TestSystem system;

  RandomKillTest(@TempDir Path dir) {
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void anyProcess_killedAtRandomMoments_finishesWithEachEpochCountedOnce() {
    Moments moments = new Moments("RandomKillTest");
    PodiumProcess rest = rest();
    PodiumProcess worker = system.worker("a");
    system.publish(EXPERIMENT);
    await().atMost(LogFacts.LONG).until(() -> !system.events(Event.TrialPlaced.class).isEmpty());

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
          worker.killAndOutliveTrainers();
          worker = system.worker("a");
        }
        case REST -> {
          rest.kill();
          rest = rest();
        }
      }
    }

    await().atMost(LogFacts.LONG).pollInterval(Duration.ofSeconds(1)).until(() -> ended() == 2);
    assertThat(system.events(Event.TrialEnded.class))
        .as(moments.toString())
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
    assertThat(system.events(Event.TrialRequeued.class))
        .as("no kill hit a trial; " + moments)
        .isNotEmpty();
    List<Integer> each = IntStream.rangeClosed(1, EPOCHS).boxed().toList();
    assertThat(system.epochs())
        .as(moments.toString())
        .isEqualTo(Map.of("storm-1.1", each, "storm-1.2", each));
    assertThat(system.violations()).as(moments.toString()).isEmpty();
    await()
        .atMost(READY)
        .untilAsserted(
            () ->
                assertThat(system.board().rows("/api/leaderboard").findValuesAsText("status"))
                    .as(moments.toString())
                    .containsExactly("SUCCEEDED", "SUCCEEDED"));
  }

  private long ended() {
    return system.events(Event.TrialEnded.class).size();
  }

  private PodiumProcess rest() {
    PodiumProcess rest = system.up("--devices", "none");
    await()
        .atMost(READY)
        .until(
            () -> PodiumProcess.get(system.port(), "/healthz").contains("\"scheduler\":\"ready\""));
    return rest;
  }
}
