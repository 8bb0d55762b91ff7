package podium.scheduler.actor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.engine.port.Intake;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.SchedulerStatus.Phase;
import podium.protocol.actor.FromWorker;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Policy;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** The races of laws 4 and 6, with the faults of a broker injected. */
final class SchedulerActorTest {
  private static final Policy POLICY =
      new Policy(
          Duration.ofSeconds(20),
          Duration.ofSeconds(40),
          3,
          20,
          10,
          Duration.ofMillis(300),
          Duration.ofMillis(600));

  private final ActorTestKit kit = ActorTestKit.create();
  private final SharedLog log = new SharedLog();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  /** A scheduler with its own way to the shared log and its own requests. */
  private final class Node {
    final SharedLog.Handle way = log.new Handle();
    volatile SchedulerStatus status = SchedulerStatus.STARTING;
    volatile Optional<Intake.Listener> requests = Optional.empty();
    final ActorRef<FromWorker> front;

    volatile Optional<Intake.Begin> begin = Optional.empty();
    volatile String topic = "topic-a";

    /** The requests topic of which this node is told what a test says. */
    private final class Requests implements Intake.Factory {
      @Override
      public void topic(Consumer<String> found, Consumer<Exception> failed) {
        found.accept(topic);
      }

      @Override
      public Intake open(Intake.Begin from, Intake.Listener listener) {
        begin = Optional.of(from);
        requests = Optional.of(listener);
        return () -> {};
      }
    }

    Node() {
      this(false);
    }

    Node(boolean paused) {
      this(paused, Duration.ZERO);
    }

    /** A node whose wall clock is that much ahead. */
    Node(Duration ahead) {
      this(false, ahead);
    }

    private Node(boolean paused, Duration ahead) {
      if (paused) {
        way.pause();
      }
      front =
          kit.spawn(
              SchedulerFront.create(
                  new Ports(
                      POLICY,
                      way,
                      new Requests(),
                      progress -> {},
                      latest -> status = latest.after(status),
                      new MachineTime(Clock.offset(Clock.systemUTC(), ahead)))));
    }

    Node active() {
      await().until(() -> status.phase() == Phase.ACTIVE);
      return this;
    }

    void submit(long offset, String name) {
      take(offset, new Request.Submit(Given.spec(name, 0, "resnet18")));
    }

    void take(long offset, Request request) {
      await().until(() -> requests.isPresent());
      requests
          .orElseThrow()
          .onRequests(
              new Intake.Batch(
                  List.of(
                      new Command.TakeRequest(
                          new Source("podium.requests", 0, offset),
                          new Reading.Understood(request),
                          new Command.Raw("", 0, ""))),
                  () -> {}));
    }
  }

  private TestProbe<WorkerMessage> worker(Node node) {
    TestProbe<WorkerMessage> worker = kit.createTestProbe(WorkerMessage.class);
    node.front.tell(hello(worker));
    return worker;
  }

  private static FromWorker hello(TestProbe<WorkerMessage> worker) {
    return hello("w", "i", "host", worker);
  }

  private static FromWorker hello(
      String name, String incarnation, String host, TestProbe<WorkerMessage> worker) {
    return new FromWorker(
        new SchedulerMessage.Hello(
            name,
            incarnation,
            host,
            List.of(new Slot("cpu:0", "")),
            Catalog.BUILT_IN,
            "home-of-" + name),
        worker.getRef());
  }

  private static FromWorker heartbeat(String incarnation, TestProbe<WorkerMessage> worker) {
    return new FromWorker(new SchedulerMessage.Heartbeat("w", incarnation), worker.getRef());
  }

  private static FromWorker deliver(TestProbe<WorkerMessage> worker, Report report) {
    return new FromWorker(new SchedulerMessage.Deliver("w", "i", "i", report), worker.getRef());
  }

  private static FromWorker goodbye(TestProbe<WorkerMessage> worker) {
    return new FromWorker(new SchedulerMessage.Goodbye("w", "i"), worker.getRef());
  }

  @Test
  void orders_whileTheLogIsPaused_doNotLeave() {
    Node node = new Node().active();
    node.way.pause();
    TestProbe<WorkerMessage> worker = worker(node);
    node.submit(0, "mine");
    await().until(() -> node.way.waiting() == 3);
    worker.expectNoMessage(Duration.ofMillis(300));
    node.way.resume();
    worker.expectMessageClass(WorkerMessage.Welcome.class);
    assertThat(worker.expectMessageClass(WorkerMessage.Train.class).trial()).isEqualTo("mine-1.1");
  }

  @Test
  void repeat_whoseFirstCopyIsUnconfirmed_answeredAfterIt() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = worker(node);
    node.submit(0, "mine");
    worker.expectMessageClass(WorkerMessage.Welcome.class);
    worker.expectMessageClass(WorkerMessage.Train.class);
    node.way.pause();
    node.front.tell(deliver(worker, Given.started("mine-1.1", 1)));
    node.front.tell(deliver(worker, Given.started("mine-1.1", 1)));
    node.front.tell(deliver(worker, Given.epoch("mine-1.1", 1, 5, 5)));
    await().until(() -> node.way.waiting() == 1);
    worker.expectNoMessage(Duration.ofMillis(300));
    node.way.resume();
    assertThat(worker.expectMessageClass(WorkerMessage.Answer.class).verdict())
        .isEqualTo(WorkerMessage.Verdict.ACCEPTED);
    assertThat(worker.expectMessageClass(WorkerMessage.Answer.class).verdict())
        .isEqualTo(WorkerMessage.Verdict.REPEAT);
    WorkerMessage.Answer gap = worker.expectMessageClass(WorkerMessage.Answer.class);
    assertThat(gap.verdict()).isEqualTo(WorkerMessage.Verdict.GAP);
    assertThat(gap.next()).isEqualTo(2);
    assertThat(log.valid(Event.TrialStarted.class)).hasSize(1);
  }

  @Test
  void twoSchedulers_firstPausedWithAppendsInFlight_lateBatchIsVoidAndItStandsDown() {
    Node first = new Node().active();
    first.way.pause();
    TestProbe<WorkerMessage> worker = worker(first);
    first.submit(0, "mine");
    await().until(() -> first.way.waiting() == 3);

    Node second = new Node().active();
    second.submit(0, "mine");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    first.way.resume();

    await().until(() -> first.status.phase() == Phase.STOOD_DOWN);
    assertThat(first.status.detail()).contains("term 2");
    assertThat(second.status.phase()).isEqualTo(Phase.ACTIVE);
    assertThat(log.valid(Event.ExperimentAccepted.class)).hasSize(1);
    assertThat(log.valid(Event.WorkerRegistered.class)).isEmpty();
    worker.expectNoMessage(Duration.ofMillis(200));
    assertThat(log.size()).isGreaterThan(log.valid().size());
  }

  @Test
  void twoSchedulers_equalTerms_theLaterOneRestartsHigherAndTheOtherStandsDown() {
    // why: its claim waits while another one takes the same term
    Node late = new Node(true);
    await().until(() -> late.way.waiting() == 1);
    Node other = new Node().active();
    late.way.resume();
    await().until(() -> other.status.phase() == Phase.STOOD_DOWN);
    late.active();
    assertThat(log.valid(Event.SchedulerStarted.class)).hasSize(2);
    assertThat(late.status.term()).isEqualTo(2);
  }

  @Test
  void hole_inOwnEntries_newTermAndNothingLost() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = worker(node);
    worker.expectMessageClass(WorkerMessage.Welcome.class);
    node.way.loseNext(1);
    node.submit(0, "mine");
    await().until(() -> node.status.term() == 2 && node.status.active());
    assertThat(log.valid(Event.ExperimentAccepted.class)).isEmpty();
    worker.expectNoMessage(Duration.ofMillis(100));
    node.submit(0, "mine");
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
    node.submit(0, "mine");
    await().until(() -> node.status.term() == 2 && node.status.active());
    node.submit(0, "mine");
    node.front.tell(hello(worker));
    await().until(() -> log.valid(Event.TrialPlaced.class).size() == 1);
    assertThat(log.valid(Event.ExperimentAccepted.class)).hasSize(1);
  }

  @Test
  void newTerm_runningAttempt_isReadoptedAndItsReportCounts() {
    Node first = new Node().active();
    TestProbe<WorkerMessage> worker = worker(first);
    first.submit(0, "mine");
    await().until(() -> log.valid(Event.TrialPlaced.class).size() == 1);
    kit.stop(first.front);
    Node second = new Node().active();
    second.front.tell(heartbeat("i", worker));
    second.front.tell(deliver(worker, Given.started("mine-1.1", 1)));
    second.front.tell(deliver(worker, Given.ended("mine-1.1", 1, 2, Outcome.SUCCEEDED)));
    await().until(() -> log.valid(Event.TrialEnded.class).size() == 1);
    assertThat(log.valid(Event.TrialPlaced.class)).hasSize(1);
  }

  @Test
  void heartbeat_ofAnUnknownIncarnation_askedToSayHello() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = kit.createTestProbe(WorkerMessage.class);
    node.front.tell(heartbeat("i", worker));
    String log = worker.expectMessageClass(WorkerMessage.HelloAgain.class).log();
    assertThat(log).isNotEmpty();
    kit.stop(node.front);

    Node later = new Node().active();
    later.front.tell(hello(worker));
    WorkerMessage.Welcome welcome = worker.expectMessageClass(WorkerMessage.Welcome.class);
    assertThat(welcome.term()).isEqualTo(2);
    assertThat(welcome.log()).as("the same log").isEqualTo(log);
  }

  @Test
  void worker_whoseNameAnotherProcessTook_isToldWhoHasItNow() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> first = worker(node);
    first.expectMessageClass(WorkerMessage.Welcome.class);
    TestProbe<WorkerMessage> second = kit.createTestProbe(WorkerMessage.class);
    node.front.tell(hello("w", "i-2", "elsewhere", second));
    second.expectMessageClass(WorkerMessage.Welcome.class);

    node.front.tell(heartbeat("i", first));
    first.expectMessage(new WorkerMessage.Replaced(1, "i", "elsewhere"));
    node.front.tell(hello(first));
    first.expectMessage(new WorkerMessage.Replaced(1, "i", "elsewhere"));
    node.front.tell(heartbeat("i-2", second));
    second.expectNoMessage(Duration.ofMillis(200));
    assertThat(log.valid(Event.WorkerRegistered.class)).hasSize(2);
  }

  @Test
  void worker_goneWithItsCheckpoints_trialWaitsAndThenBeginsAnewElsewhere() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = worker(node);
    node.submit(0, "mine");
    await().until(() -> log.valid(Event.TrialPlaced.class).size() == 1);
    node.front.tell(deliver(worker, Given.started("mine-1.1", 1)));
    node.front.tell(deliver(worker, Given.epoch("mine-1.1", 1, 2, 1)));
    node.front.tell(goodbye(worker));
    TestProbe<WorkerMessage> other = kit.createTestProbe(WorkerMessage.class);
    node.front.tell(hello("v", "j", "host", other));
    other.expectMessageClass(WorkerMessage.Welcome.class);
    other.expectNoMessage(Duration.ofMillis(200));
    WorkerMessage.Train anew =
        other.expectMessageClass(WorkerMessage.Train.class, Duration.ofSeconds(10));
    assertThat(anew.attempt()).isEqualTo(2);
    assertThat(anew.checkpoints()).isEmpty();
    assertThat(log.valid(Event.TrialRestarted.class))
        .singleElement()
        .satisfies(fact -> assertThat(fact.reason().told()).contains("waited 0.6 s", "home-of-w"));
  }

  @Test
  void failure_ofItsOwnCode_triedAgainThoughNobodySaysAnything() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = worker(node);
    node.submit(0, "mine");
    await().until(() -> log.valid(Event.TrialPlaced.class).size() == 1);
    node.front.tell(deliver(worker, Given.ended("mine-1.1", 1, 1, Outcome.FAILED_CODE)));
    await().until(() -> log.valid(Event.TrialRequeued.class).size() == 1);
    assertThat(log.valid(Event.TrialPlaced.class)).hasSize(1);
    await().until(() -> log.valid(Event.TrialPlaced.class).size() == 2);
  }

  @Test
  void cancel_ofMoreTrialsThanARecordHolds_rejectedAndTheSchedulerGoesOn() {
    Node node = new Node().active();
    String name = "n".repeat(60);
    long offset = 0;
    for (; offset < 26; offset++) {
      node.take(offset, new Request.Submit(Given.seeds(name, 10_000)));
    }
    node.take(offset, new Request.Cancel(Optional.empty(), name));
    node.take(offset + 1, new Request.Cancel(Optional.empty(), name + "-1.7"));
    await().atMost(Duration.ofSeconds(60)).until(() -> log.size() >= 1 + 26 + 2 + 1);
    assertThat(log.valid(Event.CancelAccepted.class))
        .singleElement()
        .satisfies(cancel -> assertThat(cancel.trials()).containsExactly(name + "-1.7"));
    assertThat(log.valid(Event.RequestRejected.class))
        .singleElement()
        .satisfies(
            rejected ->
                assertThat(rejected.reasons().getFirst())
                    .contains("too large for the log; ask for it in parts"));
    assertThat(node.status.term()).isEqualTo(1);
  }

  @Test
  void requestsTopic_madeAnewWhileItRuns_newTermReadsItFromItsStartAndSaysWhatIsLost() {
    Node node = new Node().active();
    node.submit(0, "first");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    node.topic = "topic-b";
    node.requests.orElseThrow().onOtherTopic("topic-b");
    await().until(() -> node.status.term() == 2 && node.status.active());
    assertThat(node.begin).contains(new Intake.Begin("topic-b", Map.of()));
    node.submit(0, "second");
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
    node.submit(0, "first");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    node.topic = "";
    node.requests.orElseThrow().onFailure(new IllegalStateException("gone"));
    await().until(() -> node.status.term() == 2 && node.status.active());
    node.topic = "topic-a";
    node.requests.orElseThrow().onOtherTopic("topic-a");
    await().until(() -> node.status.term() == 3 && node.status.active());
    assertThat(node.begin).contains(new Intake.Begin("topic-a", Map.of(0, 1L)));
    assertThat(log.valid(Event.RequestsLost.class)).isEmpty();
  }

  @Test
  void goodbye_ofAWorkerWithATrial_trialGoesBackToTheQueueAtOnce() {
    Node node = new Node().active();
    TestProbe<WorkerMessage> worker = worker(node);
    node.submit(0, "mine");
    await().until(() -> log.valid(Event.TrialPlaced.class).size() == 1);
    node.front.tell(goodbye(worker));
    await().until(() -> log.valid(Event.TrialRequeued.class).size() == 1);
  }

  @Test
  void log_withRecordsThatDoNotBelongThere_goesOnInTheSameTerm() {
    Node node = new Node().active();
    List<String> strangers =
        List.of(
            "{}",
            "",
            "null",
            "{\"experiment\":\"a\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"vgg11\"]}}");
    strangers.forEach(stranger -> log.write(stranger.getBytes(StandardCharsets.UTF_8)));
    Event started = new Event.SchedulerStarted(Policy.DEFAULT, "");
    for (long term : List.of(Long.MAX_VALUE, 3L, 1L, -1L)) {
      log.write(EventCodec.encode(Entry.of(term, "forged", 0, "", Instant.EPOCH, started)));
    }
    node.submit(0, "mine");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    assertThat(log.valid(Event.SchedulerStarted.class)).hasSize(1);
    assertThat(new Node().active().status.term()).isEqualTo(2);
  }

  @Test
  void log_withARecordOfALaterVersion_isNotReignedOver() {
    new Node().active();
    String later =
        new String(
                EventCodec.encode(log.next(new Event.WorkerLeft("w", "i"))), StandardCharsets.UTF_8)
            .replace("\"WorkerLeft\"", "\"WorkerPraised\"");
    log.write(later.getBytes(StandardCharsets.UTF_8));
    Node older = new Node();
    await().until(() -> older.status.phase() == Phase.STOOD_DOWN);
    assertThat(older.status.detail())
        .contains("newer than this program", "offset 2", "WorkerPraised");
    assertThat(log.valid(Event.SchedulerStarted.class)).hasSize(1);
  }

  @Test
  void claim_thatHadToWait_timeGoesOnFromTheLastEntry() {
    Node first = new Node(Duration.ofHours(1)).active();
    Node second = new Node(true);
    await().until(() -> second.way.waiting() == 1);
    first.submit(0, "late");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 1);
    second.way.resume();
    second.active();
    second.submit(1, "next");
    await().until(() -> log.valid(Event.ExperimentAccepted.class).size() == 2);
    List<Instant> times =
        log.entries().stream()
            .filter(entry -> !(entry.event() instanceof Event.SchedulerStarted))
            .map(Entry::time)
            .toList();
    assertThat(times).hasSizeGreaterThan(3).isSorted();
  }
}
