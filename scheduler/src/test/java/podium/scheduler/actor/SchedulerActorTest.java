package podium.scheduler.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.engine.port.Broadcast;
import podium.engine.port.Intake;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.engine.port.Time;
import podium.protocol.actor.FromWorker;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;

/**
 * The shell of a candidate under the faults of a broker: restarts, threads, failures of ports. What
 * a candidate decides is tested in the engine, without Akka.
 */
final class SchedulerActorTest {
  private static final long SNAPSHOT_EVERY = 4;

  private final ActorTestKit kit = ActorTestKit.create();
  private final SharedLog log = new SharedLog();
  private final SharedSnapshots snapshots = new SharedSnapshots();
  private final SharedRequests requests = new SharedRequests();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** A scheduler with its own way to the shared log. */
  private final class Node implements Time {
    final SharedLog.Handle way = log.new Handle();
    final ByHand election = new ByHand();
    volatile SchedulerStatus status = SchedulerStatus.STARTING;
    final ActorRef<SchedulerActor.Message> actor;
    final ActorRef<FromWorker> front;

    /** By how much its wall clock is ahead. */
    volatile Duration ahead = Duration.ZERO;

    Node() {
      this(false);
    }

    Node(boolean paused) {
      if (paused) {
        way.pause();
      }
      actor =
          kit.spawn(
              SchedulerActor.create(
                  new Ports(
                      DecisionSettings.DEFAULT,
                      SNAPSHOT_EVERY,
                      new NodeAddress("here:1"),
                      way,
                      snapshots,
                      requests,
                      election,
                      (called, message) -> {},
                      Broadcast.UNHEARD,
                      latest -> status = latest.after(status),
                      this)));
      front = kit.spawn(SchedulerFront.create(actor));
      election.elect();
    }

    @Override
    public Instant wall() {
      return Instant.now().plus(ahead);
    }

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    Node active() {
      await().until(() -> status.phase() == Phase.ACTIVE);
      return this;
    }
  }

  private TestProbe<WorkerMessage> worker(Node node) {
    TestProbe<WorkerMessage> worker = kit.createTestProbe(WorkerMessage.class);
    node.front.tell(hello(worker));
    return worker;
  }

  private static FromWorker hello(TestProbe<WorkerMessage> worker) {
    return new FromWorker(
        new SchedulerMessage.Hello(
            "w",
            "i",
            "host",
            List.of(new Slot("cpu:0", "")),
            Catalog.BUILT_IN,
            "home-of-w",
            List.of(),
            NodeAddress.UNKNOWN),
        worker.getRef());
  }

  @Test
  void orders_whileTheLogIsPaused_doNotLeave() {
    Node node = new Node().active();
    node.way.pause();
    TestProbe<WorkerMessage> worker = worker(node);
    requests.submit("mine");
    await().until(() -> node.way.waiting() == 3);
    worker.expectNoMessage(Duration.ofMillis(300));
    node.way.resume();
    worker.expectMessageClass(WorkerMessage.Welcome.class);
    assertThat(worker.expectMessageClass(WorkerMessage.Train.class).trial())
        .isEqualTo(new TrialId("mine-1.1"));
  }

  @Test
  void twoSchedulers_firstPausedWithAppendsInFlight_lateBatchIsVoidAndItStandsDown() {
    Node first = new Node().active();
    first.way.pause();
    TestProbe<WorkerMessage> worker = worker(first);
    requests.submit("mine");
    await().until(() -> first.way.waiting() == 3);

    Node second = new Node().active();
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    first.way.resume();

    await().until(() -> first.status.phase() == Phase.STANDBY);
    assertThat(first.status.detail()).contains("term 2");
    assertThat(second.status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(log.valid(Event.ExperimentAccepted.class)).hasSize(1);
    assertThat(log.valid(Event.WorkerRegistered.class)).isEmpty();
    worker.expectNoMessage(Duration.ofMillis(200));
    assertThat(log.size()).isGreaterThan(log.valid().size());
  }

  @Test
  void twoSchedulers_equalTerms_theFirstInTheLogReignsAndTheOtherStandsBy() {
    // why: its claim waits while another one takes the same term
    Node late = new Node(true);
    await().until(() -> late.way.waiting() == 1);
    Node other = new Node().active();
    late.way.resume();
    await().until(() -> late.status.phase() == Phase.STANDBY);
    assertThat(log.valid(Event.SchedulerStarted.class)).hasSize(1);
    assertThat(other.status.phase()).isEqualTo(Phase.ACTIVE);
  }

  @Test
  void scheduler_thatIsStopped_saysSoInTheLogLeavesTheElectionAndEnds() {
    Node node = new Node().active();
    node.actor.tell(new SchedulerActor.Stop());
    kit.createTestProbe().expectTerminated(node.actor, Duration.ofSeconds(10));
    assertThat(log.valid().getLast()).isEqualTo(new Event.SchedulerStoodDown("it was stopped"));
    assertThat(node.election.closed).isTrue();
  }

  @Test
  void scheduler_startedAgain_beginsBehindTheSnapshotOfTheOneBefore() {
    Node first = new Node().active();
    assertThat(first.way.begunAt()).isZero();
    for (int i = 0; i < SNAPSHOT_EVERY; i++) {
      requests.submit("mine" + i);
    }
    await().until(() -> !log.valid(Event.SnapshotTaken.class).isEmpty());
    first.actor.tell(new SchedulerActor.Stop());
    kit.createTestProbe().expectTerminated(first.actor, Duration.ofSeconds(10));
    long taken = log.valid(Event.SnapshotTaken.class).getLast().offset();

    Node second = new Node().active();
    assertThat(second.way.begunAt()).isPositive().isEqualTo(taken);
    requests.submit("more");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == SNAPSHOT_EVERY + 1);
    assertThat(log.valid(Event.ExperimentAccepted.class))
        .extracting(Event.ExperimentAccepted::experiment)
        .doesNotHaveDuplicates();
  }

  @Test
  void scheduler_thatIsDismissedAndElectedAgain_reignsAgain() {
    Node node = new Node().active();
    node.election.dismiss();
    await().until(() -> log.valid(Event.SchedulerStoodDown.class).size() == 1);
    await().until(() -> node.status.phase() == Phase.RECOVERING);
    node.election.elect();
    await().until(() -> node.status.active() && node.status.term() == 2);
    assertThat(node.election.answers).isPositive();
  }

  @Test
  void hole_inOwnEntries_newTermAndNothingLost() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = worker(node);
    worker.expectMessageClass(WorkerMessage.Welcome.class);
    node.way.loseNext(1);
    requests.submit("mine");
    await().until(() -> node.status.term() == 2 && node.status.active());
    worker.expectNoMessage(Duration.ofMillis(100));
    node.front.tell(hello(worker));
    assertThat(
            worker.fishForMessage(
                Duration.ofSeconds(5),
                message ->
                    message instanceof WorkerMessage.Train
                        ? akka.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                        : akka.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore()))
        .hasSize(1);
    assertThat(log.valid(Event.ExperimentAccepted.class)).hasSize(1);
  }

  @Test
  void append_failedButKept_countedOnceAfterTheRestart() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = worker(node);
    worker.expectMessageClass(WorkerMessage.Welcome.class);
    node.way.failButKeepNext();
    requests.submit("mine");
    await().until(() -> node.status.term() == 2 && node.status.active());
    node.front.tell(hello(worker));
    await().until(() -> log.valid(Event.TrialPlaced.class).size() == 1);
    assertThat(log.valid(Event.ExperimentAccepted.class)).hasSize(1);
  }

  @Test
  void requestsTopic_madeAnewWhileItRuns_newTermReadsItFromItsStartAndSaysWhatIsLost() {
    Node node = new Node().active();
    requests.submit("first");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    requests.remake("topic-b");
    await().until(() -> node.status.term() == 2 && node.status.active());
    assertThat(requests.lastBegin()).isEqualTo(new Intake.Begin("topic-b", Map.of()));
    requests.submit("second");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 2);
    assertThat(log.valid(Event.SchedulerStarted.class))
        .extracting(Event.SchedulerStarted::requestsTopic)
        .containsExactly("topic-a", "topic-b");
    assertThat(log.valid(Event.RequestsLost.class))
        .containsExactly(new Event.RequestsLost("podium.requests", 0, 1, 0, "topic-a"));
  }

  @Test
  void log_withoutItsBeginning_endsTheReignIsToldAndClaimsNoTermUntilItIsThere() {
    Node node = new Node().active();
    node.way.behead(true);
    await().until(() -> node.status.phase() == Phase.FAILED);
    int size = log.size();
    await()
        .during(Duration.ofSeconds(3))
        .untilAsserted(() -> assertThat(node.status.detail()).contains("offset 0 is gone"));
    assertThat(log.size()).isEqualTo(size);
    node.way.behead(false);
    await().until(() -> node.status.active());
    assertThat(node.status.term()).isEqualTo(2);
  }

  @Test
  void requestsTopic_thatNobodyFinds_isReadOnceItIsThereWithoutALoss() {
    Node node = new Node().active();
    requests.submit("first");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    requests.is("");
    requests.fail();
    await().until(() -> node.status.term() == 2 && node.status.active());
    requests.is("topic-a");
    await().until(() -> node.status.term() == 3 && node.status.active());
    assertThat(requests.lastBegin()).isEqualTo(new Intake.Begin("topic-a", Map.of(0, 1L)));
    assertThat(log.valid(Event.RequestsLost.class)).isEmpty();
  }

  @Test
  void wallClock_setAhead_newTermBeginsWithTheTimeAsItIs() {
    Node node = new Node().active();
    node.ahead = Duration.ofHours(8);
    await().until(() -> node.status.term() == 2 && node.status.active());
    List<Instant> times = log.entries().stream().map(Entry::time).toList();
    assertThat(times).isSorted();
    assertThat(Duration.between(times.getFirst(), times.getLast()))
        .isBetween(Duration.ofHours(8), Duration.ofHours(9));
  }
}
