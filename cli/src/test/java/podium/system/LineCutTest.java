package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import podium.scheduler.Scheduler;
import podium.scheduler.config.SchedulerSettings;
import podium.workers.Worker;
import podium.workers.config.WorkerSettings;

/** The way between a scheduler and a worker is cut one way, with Akka's real remoting. */
final class LineCutTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final int EPOCHS = 9;

  @TempDir private Path dir;
  private final Semaphore mayTrain = new Semaphore(0);
  private final int kafkaPort = FreePort.any();
  private EmbeddedKafka kafka;
  private Line toScheduler;
  private Line toWorker;
  private Scheduler scheduler;
  private Worker worker;

  @BeforeEach
  void start() throws IOException {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"), kafkaPort);
    TopicSetup.ensure(kafka.own());
    int schedulerPort = FreePort.any();
    int workerPort = FreePort.any();
    toScheduler = new Line(schedulerPort);
    toWorker = new Line(workerPort);
    NodeSettings settings =
        new NodeSettings(Settings.load(Optional.empty()).root())
            .withDataDir(dir)
            .withKafka(kafka.own())
            .with("podium.cluster.port", toScheduler.port());
    scheduler =
        Scheduler.start(
            settings
                .with("podium.cluster.akka.remote.artery.bind.port", schedulerPort)
                .read(SchedulerSettings::from));
    WorkerSettings ofWorker =
        settings
            .with("podium.worker.join", List.of("127.0.0.1:" + toScheduler.port()))
            .with("podium.worker.cluster-port", toWorker.port())
            .with("podium.worker.akka.remote.artery.bind.port", workerPort)
            .read(WorkerSettings::from);
    worker =
        Worker.start(
            ofWorker,
            List.of(new Slot("cpu:0", "")),
            ofWorker.catalog(),
            slot -> new PacedTrainer(EPOCHS, mayTrain));
    await().atMost(LONG).until(worker::registered);
    RequestPublisher.publish(
        KafkaSettings.at(kafka.bootstrapServers()),
        Map.of(
            "k",
            "{\"experiment\":\"far\",\"dataset\":\"digits\",\"matrix\":{\"model\":\"resnet18\"},\"recipe\":{\"epochs\":%d}}"
                .formatted(EPOCHS)));
    trains(3);
    await().atMost(LONG).until(() -> of(Event.EpochCompleted.class).size() == 3);
  }

  @AfterEach
  void stop() {
    mayTrain.release(EPOCHS);
    worker.close();
    scheduler.close();
    toScheduler.close();
    toWorker.close();
    kafka.close();
  }

  @Test
  void fromTheWorker_cutForFiveSeconds_losesNobodyAndNothing() {
    toScheduler.cut();
    trains(3);
    passes(Duration.ofSeconds(5));
    toScheduler.mend();
    endsWithoutLoss();
    assertThat(of(Event.WorkerLost.class)).isEmpty();
  }

  @Test
  void fromTheWorker_cutUntilItIsLost_itsAttemptGoesOnAndNoEpochIsTrainedAgain() {
    toScheduler.cut();
    trains(3);
    await().atMost(LONG).until(() -> of(Event.WorkerLost.class).size() == 1);
    assertThat(worker.registered()).as("it hears nothing, either").isFalse();
    toScheduler.mend();
    endsWithoutLoss();
    assertThat(of(Event.AttemptReadopted.class)).hasSize(1);
  }

  @Test
  void toTheWorker_cutForTwelveSeconds_itsReportsCountAndItGoesOn() {
    toWorker.cut();
    trains(3);
    await().atMost(LONG).until(() -> of(Event.EpochCompleted.class).size() >= 4);
    passes(Duration.ofSeconds(12));
    assertThat(of(Event.WorkerLost.class)).as("it is heard").isEmpty();
    assertThat(worker.registered()).as("it hears nothing").isFalse();
    toWorker.mend();
    endsWithoutLoss();
  }

  private void endsWithoutLoss() {
    trains(EPOCHS);
    await().atMost(LONG).until(() -> of(Event.TrialEnded.class).size() == 1);
    assertThat(of(Event.EpochCompleted.class))
        .extracting(epoch -> epoch.result().epoch())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, EPOCHS).boxed().toList());
    assertThat(of(Event.TrialPlaced.class)).as("one attempt").hasSize(1);
    assertThat(of(Event.SchedulerStarted.class)).hasSize(1);
    assertThat(LogFacts.violations(kafkaPort)).isEmpty();
    await().atMost(LONG).until(worker::registered);
  }

  private void trains(int epochs) {
    mayTrain.release(epochs);
  }

  private static void passes(Duration time) {
    await().pollDelay(time).atMost(time.plusSeconds(20)).until(() -> true);
  }

  private <T extends Event> List<T> of(Class<T> type) {
    return LogFacts.of(kafkaPort, type);
  }
}
