package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.config.Settings;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.RequestPublisher;
import podium.cli.kafka.TopicSetup;
import podium.cli.node.NodeSettings;
import podium.protocol.FreePort;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.event.TrialStatus;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;
import podium.workers.Worker;
import podium.workers.config.WorkerSettings;

/** Thousands of requests at once, and a takeover in the middle of them. */
@Tag("slow")
final class BurstTest {
  private static final int SUBMITTED = 10_000;
  private static final int CANCELLED = 1_000;
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir private Path dir;
  private final int kafkaPort = FreePort.any();
  private NodeSettings settings = new NodeSettings(Settings.load(Optional.empty()).root());

  @Test
  void thousandsOfRequests_andASchedulerThatStopsAmongThem_leaveOneFactEach() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"), kafkaPort)) {
      KafkaSettings client = kafka.own();
      TopicSetup.ensure(client);
      settings = settings.withKafka(kafka.own());
      int port = FreePort.any();
      int other = FreePort.any();
      Scheduler first = scheduler(port);
      try (Scheduler second = scheduler(other);
          Worker worker = worker(port)) {
        await().atMost(LONG).until(worker::registered);
        long since = System.nanoTime();
        RequestPublisher.publish(client, requests());
        await().atMost(LONG).until(() -> of(Event.ExperimentAccepted.class).size() > 100);
        first.close();
        RequestPublisher.publish(client, cancels());
        await()
            .atMost(LONG)
            .until(
                () ->
                    of(Event.ExperimentAccepted.class).size() == SUBMITTED
                        && of(Event.CancelAccepted.class).size() == CANCELLED);
        System.out.printf(
            "BurstTest: %,d requests have their facts after %.1f s%n",
            SUBMITTED + CANCELLED, (System.nanoTime() - since) / 1e9);
        assertThat(second.status().active()).isTrue();
        check();
      }
    }
  }

  private void check() {
    assertThat(of(Event.ExperimentAccepted.class))
        .extracting(accepted -> accepted.source().offset())
        .containsExactlyElementsOf(LongStream.range(0, SUBMITTED).boxed().toList());
    assertThat(of(Event.CancelAccepted.class))
        .extracting(cancel -> cancel.source().offset())
        .containsExactlyElementsOf(
            LongStream.range(SUBMITTED, SUBMITTED + CANCELLED).boxed().toList());
    assertThat(of(Event.TrialEnded.class))
        .filteredOn(ended -> ended.status() == TrialStatus.CANCELLED)
        .extracting(Event.TrialEnded::trial)
        .doesNotHaveDuplicates()
        .hasSize(CANCELLED);
    assertThat(of(Event.RequestRejected.class)).isEmpty();
    assertThat(LogFacts.violations(kafkaPort)).isEmpty();
  }

  private static Map<String, String> requests() {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < SUBMITTED; i++) {
      all.put(
          "key-" + i,
          "{\"experiment\":\"burst%d\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},\"recipe\":{\"epochs\":1}}"
              .formatted(i));
    }
    return all;
  }

  /** Of the last that were submitted: none of them can have been trained by then. */
  private static Map<String, String> cancels() {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = SUBMITTED - CANCELLED; i < SUBMITTED; i++) {
      all.put("cancel-" + i, "{\"request\":\"cancel\",\"experiment\":\"burst%d-1\"}".formatted(i));
    }
    return all;
  }

  private Scheduler scheduler(int port) {
    return Scheduler.start(
        settings
            .withDataDir(dir.resolve("of-" + port))
            .with("podium.cluster.port", port)
            .read(SchedulerSettings::from));
  }

  private Worker worker(int port) {
    WorkerSettings own =
        settings
            .withDataDir(dir.resolve("worker"))
            .with("podium.worker.join", List.of("127.0.0.1:" + port))
            .read(WorkerSettings::from);
    return Worker.start(
        own,
        List.of(new Slot("cpu:0", "")),
        own.catalog(),
        slot -> new PacedTrainer(1, new Semaphore(50)));
  }

  private <T extends Event> List<T> of(Class<T> type) {
    return LogFacts.of(kafkaPort, type);
  }
}
