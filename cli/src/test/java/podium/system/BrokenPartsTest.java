package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.command.ExitCodes;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/** What becomes of parts that die, or that stand in each other's way. */
final class BrokenPartsTest {
  private static final String EXPERIMENT =
      "{\"experiment\":\"hit\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2(widthMultiplier=0.25)\"]},"
          + "\"recipe\":{\"epochs\":6,\"batchSize\":32},\"limits\":{\"trainImages\":300}}";

  private final TestSystem system;

  BrokenPartsTest(@TempDir Path dir) {
    system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void trainer_killedAgainAndAgain_costsTheTrialNothingOfItsOwn() {
    PodiumProcess up = system.up("--devices", "cpu").ready(system.port());
    system.publish(EXPERIMENT);
    for (int kill = 1; kill <= 3; kill++) {
      int epochs = kill;
      await()
          .atMost(LogFacts.LONG)
          .until(() -> system.events(Event.EpochCompleted.class).size() >= epochs);
      up.trainers().forEach(ProcessHandle::destroyForcibly);
      await()
          .atMost(LogFacts.LONG)
          .until(() -> system.events(Event.AttemptEnded.class).size() == epochs);
    }
    await().atMost(LogFacts.LONG).until(() -> !system.events(Event.TrialEnded.class).isEmpty());

    assertThat(system.events(Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsExactly(TrialStatus.SUCCEEDED);
    assertThat(system.events(Event.AttemptEnded.class))
        .extracting(Event.AttemptEnded::outcome)
        .containsExactly(
            Outcome.FAILED_INFRASTRUCTURE,
            Outcome.FAILED_INFRASTRUCTURE,
            Outcome.FAILED_INFRASTRUCTURE,
            Outcome.SUCCEEDED);
    assertThat(system.events(Event.TrialRequeued.class))
        .allSatisfy(
            again -> assertThat(again.reason().told()).contains("SIGKILL", "tried again in"))
        .allSatisfy(again -> assertThat(again.notBefore()).isPresent());
    assertThat(system.epochs()).isEqualTo(Map.of("hit-1.1", java.util.List.of(1, 2, 3, 4, 5, 6)));
  }

  @Test
  void worker_whoseNameAnotherOneTakes_saysSoAndEnds() {
    system.up("--devices", "none");
    system.awaitNoWorker();
    PodiumProcess first = system.worker("twin", system.data().resolve("checkpoints"));
    await()
        .atMost(LogFacts.LONG)
        .until(() -> system.events(Event.WorkerRegistered.class).size() == 1);
    PodiumProcess second = system.workerIn("twin-too", "twin");

    assertThat(first.exitCode(LogFacts.LONG)).isEqualTo(ExitCodes.REFUSED);
    assertThat(first.output())
        .contains("podium: worker twin ends: another process, on ")
        .contains("took its name; give each worker a name of its own with --name");
    assertThat(system.events(Event.WorkerRegistered.class)).hasSize(2);
    assertThat(second.alive()).isTrue();
  }
}
