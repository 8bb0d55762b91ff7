package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.command.ExitCodes;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/** What becomes of parts that die, or that stand in each other's way. */
final class BrokenPartsTest {
  // why: an epoch takes 0.3 s here, and there must be some left to kill after three attempts
  private static final int EPOCHS = 24;
  private static final String EXPERIMENT =
      "{\"experiment\":\"hit\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2(widthMultiplier=0.25)\"]},"
          + "\"recipe\":{\"epochs\":"
          + EPOCHS
          + ",\"batchSize\":32},\"limits\":{\"trainImages\":300}}";

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
      int attempt = kill;
      await()
          .atMost(LogFacts.LONG)
          .until(
              () ->
                  system.events(Event.EpochCompleted.class).stream()
                      .anyMatch(epoch -> epoch.attempt() == attempt));
      assertThat(up.trainers()).isNotEmpty().allSatisfy(ProcessHandle::destroyForcibly);
      await()
          .atMost(LogFacts.LONG)
          .until(() -> system.events(Event.AttemptEnded.class).size() == attempt);
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
    assertThat(system.epochs())
        .isEqualTo(Map.of("hit-1.1", IntStream.rangeClosed(1, EPOCHS).boxed().toList()));
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
