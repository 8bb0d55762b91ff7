package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.config.Settings;
import podium.cli.kafka.BrokerChild;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.LogReader;
import podium.cli.kafka.RequestPublisher;
import podium.cli.node.NodeSettings;
import podium.engine.port.SchedulerStatus.Phase;
import podium.protocol.FreePort;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialStatus;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;
import podium.workers.Worker;
import podium.workers.config.WorkerSettings;

/**
 * Law 4 on a real broker: it is stopped by SIGSTOP while the reigning scheduler has appends in
 * flight, a second scheduler starts, and it goes on.
 */
final class PausedBrokerTest {
  private static final int EPOCHS = 12;
  private static final int EPOCHS_BEFORE = 3;
  private static final int EPOCHS_IN_FLIGHT = 4;
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  private final Semaphore mayTrain = new Semaphore(0);

  @Test
  void broker_pausedShortly_secondSchedulerReignsAndNothingIsLostOrCountedTwice()
      throws IOException, InterruptedException {
    race(Duration.ofSeconds(3));
  }

  @Test
  @Tag("slow")
  void broker_pausedBeyondTheTimeouts_oneSchedulerReignsAndNothingIsLostOrCountedTwice()
      throws IOException, InterruptedException {
    race(Duration.ofSeconds(26));
  }

  private void race(Duration pause) throws IOException, InterruptedException {
    Process broker = BrokerChild.spawn(folder.resolve("kafka"), 0);
    try {
      String kafka = BrokerChild.bootstrapServers(broker);
      int firstPort = FreePort.any();
      int secondPort = FreePort.any();
      try (Scheduler first = scheduler(firstPort);
          Worker worker = worker(firstPort, secondPort)) {
        await().atMost(LONG).until(() -> first.status().active());
        await().atMost(LONG).until(worker::registered);
        publish(kafka, 0, 5);
        mayTrain.release(EPOCHS_BEFORE);
        await().atMost(LONG).until(() -> epochs(kafka).size() == EPOCHS_BEFORE);

        signal(broker, "STOP");
        mayTrain.release(EPOCHS_IN_FLIGHT);
        try (Scheduler second = scheduler(secondPort)) {
          await().pollDelay(pause).atMost(pause.plusSeconds(20)).until(() -> true);
          signal(broker, "CONT");
          publish(kafka, 5, 10);
          await()
              .atMost(LONG)
              .until(
                  () ->
                      Stream.of(first, second)
                          .map(scheduler -> scheduler.status().phase())
                          .collect(Collectors.toSet())
                          .equals(Set.of(Phase.ACTIVE, Phase.STANDBY)));
          mayTrain.release(10 * EPOCHS);
          await().atMost(LONG).until(() -> ended(kafka) == 10);
          Scheduler reigns = first.status().active() ? first : second;
          Scheduler standsBy = reigns == first ? second : first;
          assertThat(standsBy.status().detail()).contains("term " + reigns.status().term());
          check(kafka, reigns.status().term());
        }
      }
    } finally {
      broker.destroyForcibly().waitFor();
    }
  }

  private static void check(String kafka, long term) {
    assertThat(LogFacts.violations(kafka)).isEmpty();
    List<Entry> log = log(kafka);
    List<Event> events = log.stream().map(Entry::event).toList();
    assertThat(log.getLast().term()).isEqualTo(term);
    assertThat(events.stream().flatMap(event -> source(event).stream()).map(Source::offset))
        .as("each request leaves exactly one fact, in order")
        .containsExactlyElementsOf(LongStream.range(0, 10).boxed().toList());
    assertThat(LogFacts.counted(events))
        .as("each epoch of each trial counts once")
        .hasSize(10)
        .allSatisfy(
            (trial, epochs) ->
                assertThat(epochs)
                    .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, EPOCHS).boxed().map(Long::intValue).toList()));
    assertThat(all(events, Event.TrialPlaced.class)).as("no attempt was lost").hasSize(10);
    assertThat(all(events, Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
  }

  private static Optional<Source> source(Event event) {
    return switch (event) {
      case Event.ExperimentAccepted accepted -> Optional.of(accepted.source());
      case Event.RequestRejected rejected -> Optional.of(rejected.source());
      case Event.RequestDuplicate duplicate -> Optional.of(duplicate.source());
      case Event.CancelAccepted cancel -> Optional.of(cancel.source());
      default -> Optional.empty();
    };
  }

  private Scheduler scheduler(int port) {
    return Scheduler.start(
        new NodeSettings(Settings.load(Optional.empty()).root())
            .withDataDir(folder.resolve("of-" + port))
            .withKafka(KafkaSettings.from(folder.resolve("kafka").resolve("podium.properties")))
            .with("podium.cluster.port", port)
            .with("podium.scheduler.suspect-after", "60 s")
            .with("podium.scheduler.lost-after", "120 s")
            .read(SchedulerSettings::from));
  }

  private Worker worker(int... ports) {
    WorkerSettings settings =
        new NodeSettings(Settings.load(Optional.empty()).root())
            .withDataDir(folder.resolve("worker"))
            .with(
                "podium.worker.join",
                java.util.Arrays.stream(ports).mapToObj(port -> "127.0.0.1:" + port).toList())
            .read(WorkerSettings::from);
    return Worker.start(
        settings,
        List.of(new Slot("cpu:0", "")),
        settings.catalog(),
        slot -> new PacedTrainer(EPOCHS, mayTrain));
  }

  private static void publish(String kafka, int from, int to) {
    for (int i = from; i < to; i++) {
      RequestPublisher.publish(
          KafkaSettings.at(kafka),
          Map.of(
              "key-" + i,
              "{\"experiment\":\"race%d\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},\"recipe\":{\"epochs\":%d}}"
                  .formatted(i, EPOCHS)));
    }
  }

  private static void signal(Process process, String name)
      throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
            .inheritIO()
            .start()
            .waitFor();
    assertThat(exit).isZero();
  }

  private static List<Entry> log(String kafka) {
    try (LogReader log = LogReader.open(KafkaSettings.at(kafka))) {
      return new ArrayList<>(log.toEnd());
    }
  }

  private static List<Event.EpochCompleted> epochs(String kafka) {
    return all(log(kafka).stream().map(Entry::event).toList(), Event.EpochCompleted.class);
  }

  private static long ended(String kafka) {
    return all(log(kafka).stream().map(Entry::event).toList(), Event.TrialEnded.class).size();
  }

  private static <T extends Event> List<T> all(List<Event> events, Class<T> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
