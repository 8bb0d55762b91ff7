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
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
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
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.DataFacts;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Score;
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;
import podium.workers.Worker;
import podium.workers.config.WorkerSettings;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;

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

  /** Ends an epoch whenever it is told to. */
  private final class PacedTrainer implements Trainer {
    @Override
    public void train(Assignment assignment, Consumer<TrainerEvent> events) {
      events.accept(
          new TrainerEvent.Started("cpu:0", 11, 22, 32, 10, 1437, 360, 0, DataFacts.UNKNOWN));
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        mayTrain.acquireUninterruptibly();
        events.accept(new TrainerEvent.EpochCompleted(result(assignment, epoch)));
      }
      events.accept(new TrainerEvent.Ended(Outcome.SUCCEEDED, ""));
    }

    @Override
    public void stop(Outcome why) {}

    @Override
    public void close() {}
  }

  private static EpochResult result(Assignment assignment, int epoch) {
    String path = "%s/%d/%d".formatted(assignment.trial(), assignment.attempt(), epoch);
    return new EpochResult(
        epoch,
        new Score(1, 1, 2),
        Optional.of(new Score(1, 1, 2)),
        Optional.empty(),
        0.1,
        1,
        1,
        1,
        new CheckpointRef(epoch, path, "hash", 1),
        "state");
  }

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
      int firstPort = PodiumProcess.freePort();
      int secondPort = PodiumProcess.freePort();
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
                              .filter(s -> s.status().phase() == Phase.STOOD_DOWN)
                              .count()
                          == 1);
          Scheduler stoodDown = first.status().phase() == Phase.STOOD_DOWN ? first : second;
          Scheduler reigns = stoodDown == first ? second : first;
          await().atMost(LONG).until(() -> reigns.status().active());
          assertThat(reigns.status().term()).isGreaterThan(stoodDown.status().term());
          assertThat(stoodDown.status().detail()).contains("term " + reigns.status().term());
          // why: its process would end; the worker's node finds the other one then
          stoodDown.close();
          mayTrain.release(10 * EPOCHS);
          await().atMost(LONG).until(() -> ended(kafka) == 10);
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
        settings, List.of(new Slot("cpu:0", "")), settings.catalog(), slot -> new PacedTrainer());
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
