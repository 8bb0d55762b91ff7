package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/** The whole system told to stop while it trains, and started again. */
final class StopTest {
  private static final int SIGTERM_EXIT = 128 + 15;
  private static final String EXPERIMENT =
      "{\"experiment\":\"pause\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]},"
          + "\"recipe\":{\"epochs\":4,\"batchSize\":64},\"limits\":{\"trainImages\":512}}";

  private final TestSystem system;

  StopTest(@TempDir Path dir) {
    system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void up_sigtermWhileATrialTrains_stopsInOrderAndGoesOnWhereItWas() {
    PodiumProcess first = system.up("--devices", "cpu").ready(system.port());
    system.publish(EXPERIMENT);
    await().atMost(LogFacts.LONG).until(() -> !system.events(Event.EpochCompleted.class).isEmpty());
    List<ProcessHandle> trainers = first.trainers();
    assertThat(trainers).isNotEmpty();

    long began = System.nanoTime();
    first.stop();
    // why: 3 s were measured; the factor is for a loaded machine of two processors
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    assertThat(trainers).noneMatch(ProcessHandle::isAlive);
    assertThat(first.exitCode(Duration.ofSeconds(1))).isEqualTo(SIGTERM_EXIT);
    assertThat(first.output()).doesNotContain("did not stop in order");

    system.up("--devices", "cpu").ready(system.port());
    await().atMost(LogFacts.LONG).until(() -> !system.events(Event.TrialEnded.class).isEmpty());
    assertThat(system.events(Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsExactly(TrialStatus.SUCCEEDED);
    assertThat(system.epochs()).isEqualTo(Map.of("pause-1.1", List.of(1, 2, 3, 4)));
    assertThat(system.events(Event.AttemptEnded.class))
        .extracting(Event.AttemptEnded::outcome)
        .containsExactly(Outcome.PREEMPTED, Outcome.SUCCEEDED);
    assertThat(system.events(Event.WorkerLeft.class)).isNotEmpty();
    assertThat(system.events(Event.WorkerLost.class)).isEmpty();
  }
}
