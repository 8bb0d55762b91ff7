package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.report.Outcome;

/**
 * The scheduler alone killed by SIGKILL and started again, over and over, while a worker trains;
 * each starts behind a snapshot of the log.
 */
final class SchedulerKillTest {
  private static final int EPOCHS = 6;
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String EXPERIMENT =
      "{\"experiment\":\"calm\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"],\"seed\":[1,2]},"
          + "\"recipe\":{\"epochs\":6,\"batchSize\":64},\"limits\":{\"trainImages\":192}}";

  /** How far a new scheduler has come when it is killed, besides a moment. */
  private enum Until {
    STARTED,
    REIGNS,
    HEARD_OF_AN_EPOCH
  }

  /** A new one every few facts. */
  private final Path config;

  private final TestSystem system;
  private final Moments moments = new Moments("SchedulerKillTest");
  private int published;

  SchedulerKillTest(@TempDir Path dir) throws IOException {
    this.system = new TestSystem(dir);
    this.config =
        Files.writeString(dir.resolve("podium.conf"), "podium.scheduler.snapshot-every = 5");
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void scheduler_killedThreeTimesWhileTrialsTrain_costsNoEpochAndNoBudget() {
    storm(List.of(Until.HEARD_OF_AN_EPOCH, Until.STARTED, Until.REIGNS));
  }

  @Test
  @Tag("slow")
  void scheduler_killedTwentyTimesWhileTrialsTrain_costsNoEpochAndNoBudget() {
    storm(Stream.generate(() -> moments.choose(List.of(Until.values()))).limit(20).toList());
  }

  private void storm(List<Until> kills) {
    long began = System.nanoTime();
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(system.data().resolve("kafka"), system.kafkaPort())) {
      TopicSetup.ensure(kafka.own());
      PodiumProcess scheduler = scheduler();
      awaitMore(Event.ReignBegun.class, 0);
      PodiumProcess worker = system.worker("a");
      publish();
      awaitMore(Event.EpochCompleted.class, 0);
      awaitMore(Event.SnapshotTaken.class, 0);
      List<ProcessHandle> trainers = worker.trainers();

      for (Until until : kills) {
        // why: there must be something to train until the last kill
        if (ended() + 2 > published) {
          publish();
        }
        scheduler.kill();
        int reigns = system.events(Event.ReignBegun.class).size();
        int epochs = system.events(Event.EpochCompleted.class).size();
        scheduler = scheduler();
        switch (until) {
          case STARTED -> {}
          case REIGNS -> awaitMore(Event.ReignBegun.class, reigns);
          case HEARD_OF_AN_EPOCH -> awaitMore(Event.EpochCompleted.class, epochs);
        }
        moments.pass(Duration.ofSeconds(4));
        if (until != Until.STARTED) {
          assertThat(scheduler.output()).contains("there is a snapshot; the log is read from");
        }
        assertThat(worker.trainers()).as("trainers; " + moments).isEqualTo(trainers);
      }
      await().atMost(LogFacts.LONG).until(() -> ended() == published);
      System.out.printf(
          "SchedulerKillTest: %d kills, %d reigns, %d trials in %d s on %s%n",
          kills.size(),
          system.events(Event.ReignBegun.class).size(),
          published,
          Duration.ofNanos(System.nanoTime() - began).toSeconds(),
          kafka.bootstrapServers());
      check();
    }
  }

  private PodiumProcess scheduler() {
    return system.scheduler("--config", config.toString());
  }

  private void check() {
    assertThat(system.events(Event.TrialEnded.class))
        .as(moments.toString())
        .hasSize(published)
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
    assertThat(system.events(Event.TrialPlaced.class))
        .as("one attempt each; " + moments)
        .hasSize(published)
        .extracting(Event.TrialPlaced::trial)
        .doesNotHaveDuplicates();
    assertThat(system.events(Event.AttemptEnded.class))
        .as("no budget is spent; " + moments)
        .hasSize(published)
        .extracting(Event.AttemptEnded::outcome)
        .containsOnly(Outcome.SUCCEEDED);
    assertThat(system.events(Event.EpochCompleted.class))
        .as("no epoch is trained or told twice; " + moments)
        .hasSize(published * EPOCHS)
        .extracting(epoch -> epoch.trial() + " epoch " + epoch.result().epoch())
        .doesNotHaveDuplicates();
    assertThat(system.events(Event.WorkerLost.class)).as(moments.toString()).isEmpty();
    assertThat(system.events(Event.ReportFenced.class)).as(moments.toString()).isEmpty();
    assertThat(system.violations()).as(moments.toString()).isEmpty();
  }

  private void publish() {
    system.publish(EXPERIMENT);
    published += 2;
  }

  private int ended() {
    return system.events(Event.TrialEnded.class).size();
  }

  private void awaitMore(Class<? extends Event> kind, int than) {
    await()
        .atMost(READY)
        .pollInterval(Duration.ofMillis(300))
        .until(() -> system.events(kind).size() > than);
  }
}
