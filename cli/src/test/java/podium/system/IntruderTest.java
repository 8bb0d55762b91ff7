package podium.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.keys.KeyFolder;
import podium.protocol.FreePort;
import podium.protocol.actor.ClusterKeys;
import podium.protocol.actor.Door;
import podium.protocol.actor.Remote;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.NodeAddress;
import podium.protocol.message.WorkerMessage;

/** What somebody who reaches the ports of scheduler and worker can do, with keys and without. */
final class IntruderTest {
  private static final String STRANGER = "stranger";
  private static final String TWO_TRIALS =
      "{\"experiment\":\"hit\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"mobilenet_v2(widthMultiplier=0.25)\"],\"recipe.seed\":[1,2]},"
          + "\"recipe\":{\"epochs\":1,\"batchSize\":32},\"limits\":{\"trainImages\":100}}";
  private static final Config NOTHING = ConfigFactory.empty();

  private final Path dir;
  private final TestSystem system;
  private final NodeAddress scheduler;
  private final NodeAddress worker = new NodeAddress("127.0.0.1:" + FreePort.any());
  private final List<Intruder> intruders = new ArrayList<>();

  IntruderTest(@TempDir Path dir) {
    this.dir = dir;
    this.system = new TestSystem(dir);
    this.scheduler = new NodeAddress("127.0.0.1:" + system.clusterPort());
  }

  @AfterEach
  void endAll() {
    intruders.forEach(Intruder::close);
    system.close();
  }

  @Test
  void up_withKeys_aPeerWithoutOurCertificateStaysOutsideOnEachCount() throws IOException {
    Path keys = dir.resolve("keys");
    KeyFolder.make(keys, List.of("127.0.0.1"), Optional.empty());
    PodiumProcess up = up("--cluster-keys", keys.toString());
    Event.WorkerRegistered honest = registered();

    ClusterKeys ofAnotherCa =
        KeyFolder.make(dir.resolve("theirs"), List.of("127.0.0.1"), Optional.empty());
    for (Intruder intruder :
        List.of(
            intruder(Door.ofThisMachine(0, NOTHING)),
            intruder(new Door("127.0.0.1", 0, Optional.of(ofAnotherCa), NOTHING)))) {
      attack(intruder);
      intruder.hello(scheduler, STRANGER);
      intruder.hello(scheduler, honest.worker());
      intruder.reign(worker, honest.incarnation());
    }
    system.publish(TWO_TRIALS);
    awaitSuccess(2);

    assertThat(intruders)
        .allSatisfy(
            intruder -> {
              assertThat(intruder.found).isEmpty();
              assertThat(intruder.answers).isEmpty();
            });
    assertThat(system.events(Event.WorkerRegistered.class)).containsExactly(honest);
    assertThat(system.events(Event.TrialPlaced.class))
        .flatExtracting(Event.TrialPlaced::grants)
        .allSatisfy(grant -> assertThat(grant.incarnation()).isEqualTo(honest.incarnation()));
    assertUnharmed(up);
  }

  @Test
  void up_withoutKeys_akkasMessagesDoNothingAndPodiumsAreBelieved() {
    PodiumProcess up = up();
    Event.WorkerRegistered honest = registered();
    Intruder intruder = intruder(Door.ofThisMachine(0, NOTHING));

    attack(intruder);
    // why: messages of one sender stay in order, so what came before its answer was there
    intruder.hello(scheduler, STRANGER);
    await()
        .atMost(LogFacts.LONG)
        .untilAsserted(
            () -> assertThat(intruder.answers).anyMatch(WorkerMessage.Welcome.class::isInstance));
    system.publish(TWO_TRIALS);
    await()
        .atMost(LogFacts.LONG)
        .untilAsserted(
            () -> assertThat(intruder.answers).anyMatch(WorkerMessage.Train.class::isInstance));
    awaitSuccess(1);

    // why: that somebody is there is all that Akka tells a stranger
    assertThat(intruder.found).allSatisfy(it -> assertThat(it).startsWith(Intruder.WHO));
    assertThat(system.events(Event.WorkerRegistered.class))
        .extracting(Event.WorkerRegistered::worker)
        .containsExactly(honest.worker(), STRANGER);
    assertUnharmed(up);
  }

  @Test
  void systemWithAkkasOwnSettings_isHarmedByEachMessageOfTheIntruder() throws IOException {
    Path mark = Planted.mark(Path.of(System.getProperty("java.io.tmpdir")));
    Files.deleteIfExists(mark);
    ActorSystem<Object> trusting =
        ActorSystem.create(
            Behaviors.setup(
                context -> {
                  context.spawn(Behaviors.empty(), Remote.SCHEDULER);
                  return Behaviors.empty();
                }),
            Remote.SYSTEM,
            ConfigFactory.parseString(
                    """
                    akka.remote.artery.untrusted-mode = off
                    akka.remote.deployment.enable-allow-list = off
                    akka.remote.use-unsafe-remote-features-outside-cluster = on
                    """)
                .withFallback(Remote.config(Door.ofThisMachine(0, NOTHING))));
    try {
      NodeAddress there = Remote.address(trusting);
      Intruder intruder = intruder(Door.ofThisMachine(0, NOTHING));
      intruder.identify(there);
      intruder.watch(there);
      intruder.plant(there);
      await()
          .untilAsserted(
              () ->
                  assertThat(intruder.found)
                      .contains("who is at /user/scheduler", "the end of nobody"));
      await().untilAsserted(() -> assertThat(mark).exists());
      intruder.stop(there);
      await().until(() -> trusting.getWhenTerminated().toCompletableFuture().isDone());
    } finally {
      trusting.terminate();
      Files.deleteIfExists(mark);
    }
  }

  private void attack(Intruder intruder) {
    for (NodeAddress there : List.of(scheduler, worker)) {
      intruder.identify(there);
      intruder.watch(there);
      intruder.plant(there);
      intruder.stop(there);
    }
  }

  private void assertUnharmed(PodiumProcess up) {
    assertThat(Planted.mark(dir)).doesNotExist();
    assertThat(system.events(Event.SchedulerStarted.class)).hasSize(1);
    assertThat(PodiumProcess.get(system.port(), "/healthz")).contains("\"ready\":true");
    assertThat(up.alive()).isTrue();
  }

  private void awaitSuccess(int trials) {
    await()
        .atMost(LogFacts.LONG)
        .untilAsserted(
            () ->
                assertThat(system.events(Event.TrialEnded.class))
                    .filteredOn(ended -> ended.status() == TrialStatus.SUCCEEDED)
                    .hasSize(trials));
  }

  private Event.WorkerRegistered registered() {
    await()
        .atMost(LogFacts.LONG)
        .until(() -> system.events(Event.WorkerRegistered.class).size() == 1);
    return system.events(Event.WorkerRegistered.class).getFirst();
  }

  private Intruder intruder(Door door) {
    Intruder intruder = new Intruder(door);
    intruders.add(intruder);
    return intruder;
  }

  private PodiumProcess up(String... more) {
    try {
      String port = worker.value().replaceFirst(".*:", "");
      Path file = Files.writeString(dir.resolve("up.conf"), "podium.worker.cluster-port = " + port);
      List<String> flags =
          new ArrayList<>(List.of("--devices", "cpu", "--config", file.toString()));
      flags.addAll(List.of(more));
      return system.up(flags.toArray(String[]::new)).ready(system.port());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
