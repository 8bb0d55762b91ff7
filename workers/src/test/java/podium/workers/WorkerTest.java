package podium.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.FreePort;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Limits;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.workers.config.WorkerSettings;
import podium.workers.domain.Assignment;
import podium.workers.domain.Trainer;
import podium.workers.domain.TrainerEvent;

final class WorkerTest {
  private static final List<Slot> SLOTS = List.of(new Slot("cpu:0", "a processor"));

  @TempDir private Path folder;

  /** Ends every attempt after one epoch. */
  private static final class QuickTrainer implements Trainer {
    @Override
    public void train(Assignment assignment, Consumer<TrainerEvent> events) {
      events.accept(Reports.begins());
      events.accept(new TrainerEvent.Progress(1, 1, 2, 1000));
      events.accept(new TrainerEvent.EpochCompleted(Reports.anEpoch(1)));
      events.accept(new TrainerEvent.Ended(Outcome.SUCCEEDED, assignment.checkpoints().toString()));
    }

    @Override
    public void limit(Limits limits) {}

    @Override
    public void stop(Outcome why) {}

    @Override
    public void close() {}
  }

  @Test
  void worker_whenItsSchedulerGoesAndComesBack_speaksToTheNextOneAtThatAddress()
      throws IOException {
    int port = FreePort.any();
    try (Worker worker = start(port)) {
      assertThat(worker.registered()).isFalse();
      String incarnation;
      try (FakeScheduler first = new FakeScheduler(1, port)) {
        until(() -> assertThat(worker.registered()).isTrue());
        SchedulerMessage.Hello hello = first.heard(SchedulerMessage.Hello.class).getFirst();
        incarnation = hello.incarnation();
        assertThat(folder.resolve("checkpoints/home.id")).hasContent(hello.checkpointHome());
        until(() -> assertThat(first.reports()).hasSize(3));
        assertThat(first.heard(SchedulerMessage.Tell.class)).hasSize(1);
        assertThat(first.reports().getLast())
            .isEqualTo(
                new Report.Ended(
                    new TrialId("trial-1.1"),
                    1,
                    3,
                    Outcome.SUCCEEDED,
                    List.of(Reports.anEpoch(3).checkpoint()).toString()));
      }
      try (FakeScheduler second = new FakeScheduler(2, port)) {
        until(() -> assertThat(second.reports()).hasSize(3));
        assertThat(second.heard(SchedulerMessage.Hello.class).getFirst().incarnation())
            .isEqualTo(incarnation);
        worker.close();
        until(() -> assertThat(second.heard(SchedulerMessage.Goodbye.class)).hasSize(1));
      }
    }
  }

  @Test
  void worker_whoseSchedulerIsSilent_triesTheOtherAddressItWasGiven() throws IOException {
    int firstPort = FreePort.any();
    int secondPort = FreePort.any();
    try (Worker worker = start("", firstPort, secondPort)) {
      try (FakeScheduler first = new FakeScheduler(1, firstPort)) {
        until(() -> assertThat(first.reports()).hasSize(3));
      }
      try (FakeScheduler second = new FakeScheduler(2, secondPort)) {
        until(() -> assertThat(second.reports()).hasSize(3));
        assertThat(worker.registered()).isTrue();
      }
    }
  }

  @Test
  void worker_thatANewReignCalls_speaksToItThoughNobodyGaveItsAddress() throws IOException {
    int port = FreePort.any();
    try (Worker worker = start(port);
        FakeScheduler first = new FakeScheduler(1, port);
        FakeScheduler second = new FakeScheduler(2, FreePort.any())) {
      until(() -> assertThat(first.heard(SchedulerMessage.Hello.class)).isNotEmpty());
      second.calls(first.heard(SchedulerMessage.Hello.class).getFirst());
      until(() -> assertThat(second.heard(SchedulerMessage.Hello.class)).isNotEmpty());
      // why: the welcome may still be underway
      until(() -> assertThat(worker.registered()).isTrue());
    }
  }

  @Test
  void worker_thatHasMoreToTellThanAMessageHolds_endsInASentence() throws IOException {
    int port = FreePort.any();
    WorkerSettings settings = settings("", port);
    Catalog huge =
        new Catalog(
            settings.catalog().models(),
            IntStream.range(0, 6000)
                .mapToObj(i -> new Catalog.Dataset("photographs-of-the-year-" + i, 224))
                .toList());
    try (FakeScheduler scheduler = new FakeScheduler(1, port);
        Worker worker = Worker.start(settings, SLOTS, huge, slot -> new QuickTrainer())) {
      until(() -> assertThat(worker.whenEnded().toCompletableFuture()).isCompleted());
      assertThat(worker.whenEnded().toCompletableFuture().join())
          .contains("register fewer than its 6000 data sets and 0 weights");
      assertThat(worker.refusal()).isPresent();
      assertThat(worker.registered()).isFalse();
      assertThat(scheduler.heard(SchedulerMessage.Hello.class)).isEmpty();
    }
  }

  @Test
  void worker_whoseSlotDies_tellsThatItEnded() throws IOException {
    WorkerSettings settings = settings("", FreePort.any());
    try (Worker worker =
        Worker.start(
            settings,
            SLOTS,
            settings.catalog(),
            slot -> {
              throw new IllegalStateException("no trainer");
            })) {
      until(() -> assertThat(worker.whenEnded().toCompletableFuture()).isCompleted());
      assertThat(worker.refusal()).isEmpty();
    }
  }

  @Test
  void start_whereCheckpointsCannotBeWritten_isRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    String below = "podium.checkpoints.dir = \"%s\"".formatted(file.resolve("below"));
    assertThatThrownBy(() -> start(below, FreePort.any()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("checkpoints cannot be written to " + file)
        .hasMessageContaining("name another folder with --checkpoints");
  }

  @Test
  void close_withoutAnyScheduler_returns() throws IOException {
    Worker worker = start(FreePort.any());
    assertThatThrownBy(() -> start(FreePort.any()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("data-dir");
    worker.close();
    worker.close();
    assertThat(worker.whenStopped().toCompletableFuture()).isCompleted();
  }

  private Worker start(int port) {
    return start("", port);
  }

  private Worker start(String given, int... ports) {
    WorkerSettings settings = settings(given, ports);
    return Worker.start(settings, SLOTS, settings.catalog(), slot -> new QuickTrainer());
  }

  private WorkerSettings settings(String given, int... ports) {
    String nodes =
        IntStream.of(ports)
            .mapToObj(port -> "\"127.0.0.1:%d\"".formatted(port))
            .collect(Collectors.joining(","));
    return WorkerSettings.from(
        ConfigFactory.load(
            ConfigFactory.parseString(
                "podium.worker { data-dir = \"%s\", join = [%s] }\npodium.checkpoints.dir = \"%s\"\n%s"
                    .formatted(folder, nodes, folder.resolve("checkpoints"), given))));
  }

  private static void until(ThrowingRunnable holds) {
    await().atMost(Duration.ofSeconds(30)).untilAsserted(holds);
  }
}
