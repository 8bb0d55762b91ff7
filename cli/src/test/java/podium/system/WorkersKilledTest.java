package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.protocol.FreePort;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;

/** Workers that die one shortly after the other take nobody along. */
@Tag("slow")
final class WorkersKilledTest {
  private static final Duration LONG = Duration.ofMinutes(8);
  private static final int WORKERS = 6;
  private static final String EXPERIMENT =
      "{\"experiment\":\"many\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2\"],"
          + "\"seed\":[1,2,3,4,5,6]},\"recipe\":{\"epochs\":4,\"batchSize\":64},"
          + "\"limits\":{\"trainImages\":128}}";

  private final TestSystem system;

  WorkersKilledTest(@TempDir Path dir) {
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void threeOfSixWorkers_killedThreeAndAHalfSecondsApart_theOthersTrainAllToTheEnd() {
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(system.key().resolveSibling(""), system.kafkaPort())) {
      TopicSetup.ensure(kafka.own());
      PodiumProcess scheduler = system.scheduler();
      // why: with one that only stands by, as somebody may type it by mistake
      PodiumProcess byMistake = system.scheduler(FreePort.any());
      List<PodiumProcess> workers = new ArrayList<>();
      for (int i = 0; i < WORKERS; i++) {
        workers.add(system.worker("w" + i));
      }
      await()
          .atMost(LONG)
          .until(() -> system.events(Event.WorkerRegistered.class).size() == WORKERS);
      system.publish(EXPERIMENT);
      await().atMost(LONG).until(() -> !system.events(Event.EpochCompleted.class).isEmpty());
      for (PodiumProcess worker : workers.subList(0, WORKERS / 2)) {
        worker.killAndOutliveTrainers();
        await().pollDelay(Duration.ofMillis(3500)).until(() -> true);
      }
      await().atMost(LONG).until(() -> system.events(Event.TrialEnded.class).size() == WORKERS);
      assertThat(scheduler.alive()).isTrue();
      assertThat(byMistake.alive()).isTrue();
      assertThat(workers.subList(WORKERS / 2, WORKERS)).allMatch(PodiumProcess::alive);
      assertThat(system.events(Event.TrialEnded.class))
          .extracting(Event.TrialEnded::status)
          .containsOnly(TrialStatus.SUCCEEDED);
      assertThat(system.events(Event.WorkerLost.class))
          .extracting(Event.WorkerLost::worker)
          .containsExactlyInAnyOrder("w0", "w1", "w2");
      assertThat(system.events(Event.SchedulerStarted.class)).hasSize(1);
      assertThat(system.violations()).isEmpty();
    }
  }
}
