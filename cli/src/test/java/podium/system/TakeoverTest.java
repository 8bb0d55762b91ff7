package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.engine.reign.Office;
import podium.protocol.FreePort;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.NodeAddress;

/** Two schedulers, of which the reigning one dies by SIGKILL, in turn, while workers train. */
final class TakeoverTest {
  private static final Duration READY = Duration.ofSeconds(90);

  /** A session, the claim and its read-back, and what a loaded machine takes for that. */
  private static final Duration LONGEST_TAKEOVER = Office.SESSION.plusSeconds(14);

  private static final String LONG_TRIAL =
      "{\"experiment\":\"calm\",\"dataset\":\"digits\",\"priority\":9,\"matrix\":{\"model\":[\"resnet18\"]},"
          + "\"recipe\":{\"epochs\":%d,\"batchSize\":64},\"limits\":{\"trainImages\":192}}";
  private static final String SHORT_TRIAL =
      "{\"experiment\":\"next\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2\"]},"
          + "\"recipe\":{\"epochs\":1,\"batchSize\":64},\"limits\":{\"trainImages\":64}}";

  private final TestSystem system;
  private final Map<Integer, PodiumProcess> schedulers = new TreeMap<>();

  TakeoverTest(@TempDir Path dir) {
    this.system = new TestSystem(dir);
  }

  @AfterEach
  void endAll() {
    system.close();
  }

  @Test
  void reigningScheduler_killedTwiceInTurn_theOtherTakesOverAndNoEpochIsLost() {
    takeovers(2, 8);
  }

  @Test
  @Tag("slow")
  void reigningScheduler_killedTenTimesInTurn_theOtherTakesOverAndNoEpochIsLost() {
    takeovers(10, 60);
  }

  private void takeovers(int kills, int epochs) {
    try (EmbeddedKafka kafka =
        EmbeddedKafka.start(system.key().resolveSibling(""), system.kafkaPort())) {
      TopicSetup.ensure(kafka.own());
      List<Integer> ports = List.of(FreePort.any(), FreePort.any());
      ports.forEach(port -> schedulers.put(port, system.scheduler(port)));
      await()
          .atMost(READY)
          .until(
              () ->
                  schedulers.values().stream()
                      .anyMatch(it -> it.output().contains("standing by; scheduler")));
      // why: one that is given one address alone finds the other one, too
      system.worker("long", List.of(ports.getFirst()));
      system.worker("quick", ports);
      system.publish(LONG_TRIAL.formatted(epochs));
      awaitMore(Event.EpochCompleted.class, 0);
      await().atMost(READY).until(() -> system.events(Event.WorkerRegistered.class).size() >= 2);

      List<String> seen = new ArrayList<>();
      for (int kill = 0; kill < kills; kill++) {
        seen.add(takeover());
      }
      System.out.println("TakeoverTest: seconds to the next term, and to a placement: " + seen);
      await()
          .atMost(LogFacts.LONG)
          .until(() -> system.events(Event.TrialEnded.class).size() == kills + 1);
      check(kills, epochs);
    }
  }

  /** The seconds until the next term and until it places a trial. */
  private String takeover() {
    int port = reigning();
    int terms = system.events(Event.SchedulerStarted.class).size();
    int placed = system.events(Event.TrialPlaced.class).size();
    PodiumProcess killed = Objects.requireNonNull(schedulers.remove(port));
    killed.kill();
    long since = System.nanoTime();
    system.publish(SHORT_TRIAL);
    awaitMore(Event.SchedulerStarted.class, terms);
    double term = (System.nanoTime() - since) / 1e9;
    assertThat(reigning()).isNotEqualTo(port);
    awaitMore(Event.TrialPlaced.class, placed);
    double placement = (System.nanoTime() - since) / 1e9;
    assertThat(placement).isLessThan(LONGEST_TAKEOVER.toSeconds());
    PodiumProcess again = system.scheduler(port);
    schedulers.put(port, again);
    await().atMost(READY).until(() -> again.output().contains("standing by; scheduler"));
    await().atMost(READY).until(() -> system.events(Event.TrialEnded.class).size() >= terms - 1);
    return "%.1f / %.1f".formatted(term, placement);
  }

  private int reigning() {
    NodeAddress address = system.events(Event.SchedulerStarted.class).getLast().address();
    return Integer.parseInt(address.value().replaceFirst(".*:", ""));
  }

  private void check(int kills, int epochs) {
    assertThat(system.events(Event.SchedulerStarted.class))
        .as("who comes back takes nothing from the other one")
        .hasSize(kills + 1);
    assertThat(system.events(Event.TrialEnded.class))
        .extracting(Event.TrialEnded::status)
        .containsOnly(TrialStatus.SUCCEEDED);
    assertThat(system.events(Event.TrialPlaced.class))
        .as("one attempt each")
        .hasSize(kills + 1)
        .extracting(Event.TrialPlaced::trial)
        .doesNotHaveDuplicates();
    assertThat(system.events(Event.EpochCompleted.class))
        .as("no epoch is trained or told twice")
        .hasSize(kills + epochs)
        .extracting(epoch -> epoch.trial() + " epoch " + epoch.result().epoch())
        .doesNotHaveDuplicates();
    assertThat(system.events(Event.WorkerLost.class)).isEmpty();
    assertThat(system.events(Event.ReportFenced.class)).isEmpty();
    assertThat(system.violations()).isEmpty();
  }

  private void awaitMore(Class<? extends Event> kind, int than) {
    await()
        .atMost(READY)
        .pollInterval(Duration.ofMillis(200))
        .until(() -> system.events(kind).size() > than);
  }
}
