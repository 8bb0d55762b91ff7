package podium.workers.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Recipe;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.workers.domain.Assignment;
import podium.workers.domain.TrainerEvent;
import podium.workers.domain.TrainerEvent.Ended;
import podium.workers.domain.TrainerEvent.EpochCompleted;
import podium.workers.domain.TrainerEvent.Progress;
import podium.workers.training.TrainingSettings;
import podium.workers.training.data.catalog.DatasetSettings;

/** Speaks to a real trainer process. */
final class ProcessTrainerTest {
  @TempDir private Path folder;
  private final List<TrainerEvent> events = new ArrayList<>();
  private ProcessSettings settings;
  private ProcessTrainer trainer;

  @BeforeEach
  void start() {
    var digits = new DatasetSettings("digits", DatasetSettings.Kind.DIGITS, Optional.empty(), 0);
    var training =
        new TrainingSettings(
            folder.resolve("checkpoints"), folder.resolve("cache"), List.of(digits), 1, "cpu:0");
    settings = new ProcessSettings(training, "", 512);
    trainer = new ProcessTrainer(settings);
  }

  @AfterEach
  void close() {
    trainer.close();
  }

  private static Assignment assignment(String trial, String model, int images, long batch) {
    Recipe recipe = Recipe.of(Map.of("epochs", 1L, "batchSize", batch));
    TrialSpec spec = new TrialSpec(model, 1, "digits", "none", recipe, Limits.ofImages(images));
    return new Assignment(new TrialId(trial + "-1.1"), 1, spec, List.of());
  }

  /** Does something once, in the middle of training. */
  private Consumer<TrainerEvent> atFirstProgress(Runnable action) {
    return event -> {
      events.add(event);
      if (event instanceof Progress progress && progress.step() == 10) {
        action.run();
      }
    };
  }

  @Test
  void attempt_inAChild_isReportedAndTheChildStaysWarm() {
    trainer.train(assignment("first", "resnet18", 128, 64), events::add);

    assertThat(events).last().isEqualTo(new Ended(Outcome.SUCCEEDED, "all epochs are trained"));
    assertThat(events).filteredOn(EpochCompleted.class::isInstance).hasSize(1);
    long child = trainer.processId().orElseThrow();

    events.clear();
    trainer.train(assignment("second", "unknown", 0, 64), events::add);

    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.message()).contains("'unknown'");
              assertThat(ended.hopeless()).as("trying again cannot help").isTrue();
            });
    assertThat(trainer.processId()).hasValue(child);
  }

  @Test
  void attempt_ofAWorker_keepsWhatItsTrainerSays_besideItsCheckpoints() throws IOException {
    Files.createDirectories(settings.training().checkpoints());
    try (ProcessTrainer ofWorker = new ProcessTrainer(of(folder.resolve("worker")))) {
      ofWorker.train(assignment("told", "resnet18", 64, 64), events::add);
    }
    assertThat(
            Files.readAllLines(settings.training().checkpoints().resolve("told-1.1/1/trainer.log")))
        .anyMatch(line -> line.contains("attempt 1 of told-1.1 begins: resnet18 on digits"))
        .anyMatch(line -> line.contains("podium: epoch 1: train loss "))
        .last()
        .asString()
        .endsWith("podium: ended SUCCEEDED: all epochs are trained");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void words_ofAChild_onBothItsStreams_areHandedOn() throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    TrainerProcess process =
        new TrainerProcess(
            new ProcessBuilder("sh", "-c", "read order; echo warned >&2; echo said").start(),
            Duration.ofSeconds(30));
    process.tell(heard::add);
    process.send(new TrainerCommand.Stop(Outcome.CANCELLED));
    assertThat(process.nextEvent()).isEmpty();
    assertThat(process.awaitDeath()).isPresent();
    assertThat(heard).containsExactlyInAnyOrder("warned", "said");
  }

  @Test
  void limits_changedInTheMiddle_countForTheAttemptThatTrains() {
    trainer.train(
        assignment("cut", "mobilenet_v2", 0, 8),
        atFirstProgress(() -> trainer.limit(new Limits(0, 1, 0))));
    assertThat(events)
        .last()
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.TIMEOUT);
              assertThat(ended.message()).startsWith("the attempt reached its limit of 1 s");
            });
  }

  @Test
  void child_killedInTheMiddle_endsTheAttemptAndTheNextWorks() {
    Runnable kill =
        () ->
            ProcessHandle.of(trainer.processId().orElseThrow())
                .ifPresent(ProcessHandle::destroyForcibly);
    trainer.train(assignment("killed", "mobilenet_v2", 0, 8), atFirstProgress(kill));

    assertThat(events)
        .last()
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.FAILED_INFRASTRUCTURE);
              assertThat(ended.hopeless()).isFalse();
              assertThat(ended.message())
                  .matches(
                      "the trainer process was killed from outside \\(SIGKILL\\), having taken up"
                          + " to [\\d,]{3,} MiB, most often by the kernel for lack of memory\\. If"
                          + " so, set a smaller batchSize .*");
            });

    events.clear();
    trainer.train(assignment("next", "mobilenet_v2", 16, 8), events::add);

    assertThat(events).last().isEqualTo(new Ended(Outcome.SUCCEEDED, "all epochs are trained"));
  }

  @Test
  void outOfMemory_inTheChild_toldAsSuchAndTheChildIsReplaced() {
    trainer.train(assignment("sound", "my_net", 16, 8), events::add);
    long child = trainer.processId().orElseThrow();
    events.clear();
    trainer.train(assignment("greedy", "greedy", 16, 8), events::add);

    assertThat(events)
        .last()
        .isInstanceOfSatisfying(
            Ended.class,
            ended -> {
              assertThat(ended.outcome()).isEqualTo(Outcome.FAILED_OOM);
              assertThat(ended.message())
                  .contains("out of memory on cpu:0", "use a smaller batchSize or imageSize");
              assertThat(ended.hopeless()).isFalse();
            });

    events.clear();
    trainer.train(assignment("next", "my_net", 16, 8), events::add);
    assertThat(events).last().isEqualTo(new Ended(Outcome.SUCCEEDED, "all epochs are trained"));
    assertThat(trainer.processId().orElseThrow()).isNotEqualTo(child);
  }

  @Test
  void outOfMemory_untilThePartsFit_thenTheSameBatchesAreTrained() {
    Assignment whole = assignment("shrinks", "four_at_most", 64, 16);
    Recipe recipe = whole.spec().recipe();
    List<Integer> failed = new ArrayList<>();
    for (int images = 16; ended(inParts(whole, images)).outcome() != Outcome.SUCCEEDED; ) {
      assertThat(events).last().extracting("outcome").isEqualTo(Outcome.FAILED_OOM);
      failed.add(images);
      images = recipe.halfOf(images);
    }
    assertThat(failed).containsExactly(16, 8);
    String shrunk = stateHash();
    Assignment another = assignment("fits", "four_at_most", 64, 16);
    assertThat(ended(inParts(another, 4)).outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(stateHash()).as("of the same parts from the start").isEqualTo(shrunk);
  }

  private static Assignment inParts(Assignment whole, int images) {
    return new Assignment(whole.trial(), images, whole.spec().inParts(images), List.of());
  }

  private Ended ended(Assignment assignment) {
    events.clear();
    trainer.train(assignment, events::add);
    return (Ended) events.getLast();
  }

  private String stateHash() {
    return events.stream()
        .filter(EpochCompleted.class::isInstance)
        .map(it -> ((EpochCompleted) it).result().stateHash())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void trainerOnAnotherGpuThanItsSlot_isTold() {
    assertThat(ProcessTrainer.wrongGpu("GPU-a", "GPU-a")).isEmpty();
    assertThat(ProcessTrainer.wrongGpu("", "GPU-a")).isEmpty();
    assertThat(ProcessTrainer.wrongGpu("GPU-a", "")).isEmpty();
    assertThat(ProcessTrainer.wrongGpu("GPU-a", "GPU-b").orElseThrow())
        .startsWith("the slot is on the GPU GPU-a, but its trainer has GPU-b");
  }

  @Test
  void stop_inTheMiddle_reachesTheChild() {
    trainer.train(
        assignment("stopped", "mobilenet_v2", 0, 8),
        atFirstProgress(() -> trainer.stop(Outcome.PREEMPTED)));

    assertThat(events)
        .last()
        .isInstanceOfSatisfying(
            Ended.class, ended -> assertThat(ended.outcome()).isEqualTo(Outcome.PREEMPTED));
    assertThat(trainer.processId()).isPresent();
  }

  @Test
  void child_thatStandsStill_isKilledAfterItsSilenceAndTheNextWorks() throws IOException {
    trainer.close();
    trainer = new ProcessTrainer(quick(settings));
    List<Long> children = new ArrayList<>();
    Runnable stand =
        () -> {
          children.add(trainer.processId().orElseThrow());
          signal("STOP", children.getFirst());
        };
    trainer.train(assignment("hung", "mobilenet_v2", 0, 8), atFirstProgress(stand));

    assertThat(events).last().isEqualTo(new Ended(Outcome.HUNG, "its trainer was silent for 3 s"));
    assertThat(ProcessHandle.of(children.getFirst()).filter(ProcessHandle::isAlive)).isEmpty();

    events.clear();
    trainer.train(assignment("next", "mobilenet_v2", 16, 8), events::add);
    assertThat(events).last().isEqualTo(new Ended(Outcome.SUCCEEDED, "all epochs are trained"));

    long idle = trainer.processId().orElseThrow();
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(10))
        .until(() -> trainer.processId().orElse(0) == idle);
    events.clear();
    trainer.train(assignment("warm", "mobilenet_v2", 16, 8), events::add);
    assertThat(trainer.processId()).as("says that it lives when idle, too").hasValue(idle);

    signal("STOP", idle);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(10))
        .until(() -> ProcessHandle.of(idle).filter(ProcessHandle::isAlive).isPresent());
    events.clear();
    trainer.train(assignment("after", "mobilenet_v2", 16, 8), events::add);
    assertThat(events).last().isEqualTo(new Ended(Outcome.SUCCEEDED, "all epochs are trained"));
    assertThat(ProcessHandle.of(idle).filter(ProcessHandle::isAlive)).isEmpty();
  }

  private static ProcessSettings quick(ProcessSettings settings) {
    return new ProcessSettings(
        settings.training(), "", 512, Duration.ofSeconds(3), Optional.empty());
  }

  private static void signal(String name, long pid) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void threads_ofASecondTrainerOnTheSameProcessors_doNotSpin() throws IOException {
    ProcessSettings all =
        new ProcessSettings(
            new TrainingSettings(
                folder.resolve("checkpoints"),
                folder.resolve("cache"),
                settings.training().datasets(),
                Runtime.getRuntime().availableProcessors(),
                "cpu:0"),
            "",
            512);
    TrainerProcess first = TrainerProcess.start(all);
    TrainerProcess second = TrainerProcess.start(all);
    try {
      assertThat(Files.readString(Path.of("/proc/" + second.pid() + "/environ")).split("\0"))
          .contains("OMP_WAIT_POLICY=PASSIVE")
          .noneMatch(variable -> variable.startsWith("GOMP_SPINCOUNT="));
    } finally {
      first.kill();
      second.kill();
    }
  }

  @Test
  void orphan_thatStandsStill_isKilledByItsFolderAlone() throws IOException {
    TrainerProcess orphan = TrainerProcess.start(of(folder.resolve("mine")));
    TrainerProcess other = TrainerProcess.start(of(folder.resolve("other")));
    try {
      signal("STOP", orphan.pid());
      // why: standing still, it cannot see that its input closes
      orphan.abandon();
      Orphans.end(folder.resolve("mine"));
      assertThat(ProcessHandle.of(orphan.pid()).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(other.isAlive()).isTrue();
    } finally {
      orphan.kill();
      other.kill();
    }
  }

  private ProcessSettings of(Path worker) {
    return new ProcessSettings(
        settings.training(), "", 512, Duration.ofSeconds(30), Optional.of(worker));
  }

  @Test
  void child_whoseInputCloses_endsInTheMiddleOfTraining() throws IOException {
    TrainerProcess process = TrainerProcess.start(settings);
    process.send(new TrainerCommand.Train(assignment("orphan", "mobilenet_v2", 0, 8), 1));
    for (Optional<TrainerEvent> event = process.nextEvent();
        event.isPresent();
        event = process.nextEvent()) {
      events.add(event.get());
      process.abandon();
    }

    assertThat(process.awaitDeath().orElseThrow().ended().message())
        .startsWith("the trainer process ended with code 0");
    assertThat(events).isNotEmpty().noneMatch(Ended.class::isInstance);
  }
}
