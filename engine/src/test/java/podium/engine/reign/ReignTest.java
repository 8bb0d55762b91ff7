package podium.engine.reign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.reign.Realm.Node;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.message.SchedulerMessage;
import podium.protocol.message.WorkerMessage;
import podium.protocol.message.WorkerMessage.Verdict;
import podium.protocol.report.Alive;
import podium.protocol.report.Capacity;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.WorkerCapacity;
import podium.protocol.request.Action;
import podium.protocol.request.Request;

/** Law 6: what a reign says, and when; with a log whose appends arrive when the test says so. */
final class ReignTest {
  private static final Duration TICK = Candidate.TICK;

  private final Realm realm = new Realm();
  private final Node node = realm.reigning("s1");

  static SchedulerMessage.Hello hello(String name, String incarnation, String host) {
    return new SchedulerMessage.Hello(
        name,
        incarnation,
        host,
        List.of(new Slot("cpu:0", "")),
        Catalog.BUILT_IN,
        "of-" + name,
        List.of(),
        new NodeAddress(name + ":1"));
  }

  private void worker() {
    node.candidate.hear(hello("w", "i", "host"), "at-w");
  }

  private void beats(String incarnation, String place) {
    node.candidate.hear(new SchedulerMessage.Heartbeat("w", incarnation, 0), place);
  }

  @Test
  void newReign_workersTheLogKnows_areCalledUntilTheySpeakToIt() {
    worker();
    node.settles();
    Node next = realm.reigning("s2");
    WorkerMessage call = new WorkerMessage.Reigning(2, "i", new NodeAddress("s2:1"));
    assertThat(next.heardAt("w:1")).containsExactly(call);
    realm.passes(next, TICK, TICK);
    assertThat(next.heardAt("w:1")).containsExactly(call);
    next.candidate.hear(new SchedulerMessage.Heartbeat("w", "i", 7), "at-w");
    realm.passes(next, TICK, TICK);
    assertThat(next.heardAt("w:1")).isEmpty();
  }

  @Test
  void workerWhoseGpuIsAnothers_isToldWithEachHeartbeat() {
    node.candidate.hear(onGpu("w", "i"), "at-w");
    node.settles();
    realm.passes(node, TICK, TICK);
    node.candidate.hear(onGpu("v", "j"), "at-v");
    node.settles();
    beats("i", "at-w");
    node.candidate.hear(new SchedulerMessage.Heartbeat("v", "j", 0), "at-v");
    assertThat(node.heardAt("at-w")).contains(heard("i", Map.of()));
    assertThat(node.heardAt("at-v")).contains(heard("j", Map.of("cuda:0", "w")));
  }

  private static WorkerMessage heard(String incarnation, Map<String, String> taken) {
    return new WorkerMessage.Heard(1, incarnation, new TreeMap<>(taken), new NodeAddress("s1:1"));
  }

  private static SchedulerMessage.Hello onGpu(String name, String incarnation) {
    SchedulerMessage.Hello plain = hello(name, incarnation, "host");
    return new SchedulerMessage.Hello(
        name,
        incarnation,
        plain.host(),
        List.of(new Slot("cuda:0", "", "GPU-x")),
        plain.catalog(),
        plain.checkpointHome(),
        plain.holds(),
        plain.address());
  }

  @Test
  void newReign_whoNeverAnswers_isNotCalledForEver() {
    worker();
    node.settles();
    Node next = realm.reigning("s2");
    realm.passes(next, Duration.ofSeconds(31), TICK);
    next.heardAt("w:1");
    realm.passes(next, Duration.ofSeconds(5), TICK);
    assertThat(next.heardAt("w:1")).isEmpty();
  }

  @Test
  void heartbeat_ofAKnownWorker_isAnsweredAndWelcomeNamesEverySchedulerHeardOfLate() {
    node.candidate.hear(new Alive(1, new NodeAddress("s9:1")), true);
    worker();
    node.settles();
    assertThat(node.heardAt("at-w"))
        .containsExactly(
            new WorkerMessage.Welcome(
                1, "i", "s1", List.of(new NodeAddress("s1:1"), new NodeAddress("s9:1"))));
    beats("i", "at-w");
    node.settles();
    assertThat(node.heardAt("at-w")).containsExactly(heard("i", Map.of()));
  }

  @Test
  void heartbeat_thatTellsOfItsMachine_isPassedOnOfWorkersThatAreKnown() {
    Capacity capacity = new Capacity(64, 12, 500, 80);
    worker();
    node.settles();
    beats("i", "at-w");
    node.candidate.hear(new SchedulerMessage.Heartbeat("w", "i", 0, capacity), "at-w");
    node.candidate.hear(new SchedulerMessage.Heartbeat("stranger", "j", 0, capacity), "at-j");
    beats("i", "at-w");
    node.settles();
    assertThat(node.capacities).containsExactly(new WorkerCapacity("w", capacity));
  }

  @Test
  void heartbeats_thatWereLongUnderway_areNoSignOfLife() {
    worker();
    node.settles();
    node.candidate.hear(new SchedulerMessage.Heartbeat("w", "i", 5), "at-w");
    for (int second = 0; second < 12; second++) {
      realm.passes(node, Duration.ofSeconds(1), TICK);
      node.candidate.hear(new SchedulerMessage.Heartbeat("w", "i", 4), "at-w");
    }
    node.settles();
    assertThat(realm.valid(Event.WorkerLost.class)).hasSize(1);
  }

  private void delivers(Report report) {
    node.candidate.hear(new SchedulerMessage.Deliver("w", "i", "i", report), "at-w");
  }

  /** A worker that trains {@code mine-1.1}; what it was told until then is forgotten. */
  private void training() {
    worker();
    node.submit(0, "mine");
    node.settles();
    assertThat(node.heardAt("at-w")).hasSize(2);
  }

  @Test
  void cancelOfThousands_endsThemAsFarAsItsEntriesAreReadBack() {
    node.take(0, new Request.Submit(Given.seeds("mine", 5_000)));
    node.settles();
    node.take(1, new Request.Act(Optional.empty(), new Action.Cancel("mine")));
    assertThat(node.underway).hasSize(Appends.MOST);
    node.arrive(999).reads();
    assertThat(node.underway).as("no more yet").hasSize(Appends.MOST - 999);
    node.arrive(1).reads();
    assertThat(node.underway).as("filled up again").hasSize(Appends.MOST);
    beats("i", "at-w");
    realm.passes(TICK);
    node.candidate.tick();
    assertThat(node.underway).hasSize(Appends.MOST);
    node.settles();
    assertThat(realm.valid(Event.TrialEnded.class)).hasSize(5_000);
  }

  @Test
  void cancelOfThousands_thatAReignLeavesToTheNext_isNotGoneOnWithAfterItsLastEntry() {
    node.take(0, new Request.Submit(Given.seeds("mine", 5_000)));
    node.settles();
    node.take(1, new Request.Act(Optional.empty(), new Action.Cancel("mine")));
    node.dismissed().settles();
    assertThat(realm.entries().getLast().event()).isInstanceOf(Event.SchedulerStoodDown.class);
    realm.reigning("s2");
    assertThat(realm.valid(Event.TrialEnded.class)).hasSize(5_000);
  }

  @Test
  void answersAndOrders_leaveEachAfterItsOwnReadBack() {
    node.submit(0, "mine");
    node.settles();
    worker();
    assertThat(node.underway).as("registered, placed").hasSize(2);
    assertThat(node.said).isEmpty();
    node.arrive(1).reads();
    assertThat(node.heardAt("at-w")).singleElement().isInstanceOf(WorkerMessage.Welcome.class);
    node.arrive(1).reads();
    assertThat(node.heardAt("at-w")).singleElement().isInstanceOf(WorkerMessage.Train.class);
  }

  @Test
  void stop_leavesAfterTheCancelWasReadBack_thoughAnOrderWaitsBeforeIt() {
    worker();
    node.settles();
    node.heardAt("at-w");
    node.submit(0, "mine");
    node.take(1, new Request.Act(Optional.empty(), new Action.Cancel("mine")));
    assertThat(node.underway).as("accepted, placed, cancelled").hasSize(3);
    node.arrive(2).reads();
    assertThat(node.said).as("what is no longer wanted is not begun").isEmpty();
    node.arrive(1).reads();
    assertThat(node.heardAt("at-w")).singleElement().isInstanceOf(WorkerMessage.Stop.class);
  }

  @Test
  void nextRequests_comeAfterTheReadBackOfWhatTheLastOnesLedTo() {
    node.submit(0, "mine");
    assertThat(node.batchesDone).isZero();
    node.settles();
    assertThat(node.batchesDone).isEqualTo(1);
  }

  @Test
  void repeats_whoseFirstCopyIsUnconfirmed_haveItsAnswerAlone() {
    training();
    for (int copy = 0; copy < 3; copy++) {
      delivers(Given.started("mine-1.1", 1));
      delivers(Given.epoch("mine-1.1", 1, 5, 5));
    }
    assertThat(node.underway).hasSize(1);
    assertThat(node.said).isEmpty();
    node.settles();
    assertThat(node.heardAt("at-w"))
        .containsExactly(
            new WorkerMessage.Answer(1, new TrialId("mine-1.1"), 1, 1, Verdict.ACCEPTED, 2),
            new WorkerMessage.Answer(1, new TrialId("mine-1.1"), 1, 5, Verdict.GAP, 2));
    delivers(Given.started("mine-1.1", 1));
    node.settles();
    assertThat(node.heardAt("at-w"))
        .containsExactly(
            new WorkerMessage.Answer(1, new TrialId("mine-1.1"), 1, 1, Verdict.REPEAT, 2));
    assertThat(realm.valid(Event.TrialStarted.class)).hasSize(1);
  }

  @Test
  void report_ofAnAttemptThatNobodyHolds_fenced() {
    training();
    delivers(Given.started("never-1.1", 1));
    node.settles();
    assertThat(node.heardAt("at-w"))
        .containsExactly(
            new WorkerMessage.Answer(1, new TrialId("never-1.1"), 1, 1, Verdict.FENCED, 0));
  }

  @Test
  void heartbeat_ofAnUnknownIncarnation_askedToSayHelloAndTheLogKeepsItsName() {
    beats("i", "at-w");
    WorkerMessage.HelloAgain again = (WorkerMessage.HelloAgain) node.heardAt("at-w").getFirst();
    assertThat(again.log()).isEqualTo("s1");
    Node later = realm.reigning("s2");
    later.candidate.hear(hello("w", "i", "host"), "at-w");
    later.settles();
    assertThat(later.heardAt("at-w"))
        .containsExactly(new WorkerMessage.Welcome(2, "i", "s1", List.of(new NodeAddress("s2:1"))));
  }

  @Test
  void worker_whoseNameAnotherProcessTook_isToldWhoHasItNow() {
    worker();
    node.candidate.hear(hello("w", "i-2", "elsewhere"), "at-w2");
    node.settles();
    node.said.clear();
    beats("i", "at-w");
    worker();
    WorkerMessage replaced = new WorkerMessage.Replaced(1, "i", "elsewhere");
    assertThat(node.heardAt("at-w")).containsExactly(replaced, replaced);
    assertThat(node.notes).filteredOn(it -> it.contains("two workers are called w")).hasSize(1);
    beats("i-2", "at-w2");
    assertThat(node.heardAt("at-w2")).containsExactly(heard("i-2", Map.of()));
    assertThat(realm.valid(Event.WorkerRegistered.class)).hasSize(2);
  }

  @Test
  void newTerm_runningAttempt_isKeptAndItsReportCounts() {
    training();
    Node second = realm.reigning("s2");
    second.candidate.hear(new SchedulerMessage.Heartbeat("w", "i", 0), "at-w");
    assertThat(second.heardAt("at-w"))
        .hasExactlyElementsOfTypes(WorkerMessage.Welcome.class, WorkerMessage.Train.class);
    second.candidate.hear(
        new SchedulerMessage.Deliver("w", "i", "i", Given.started("mine-1.1", 1)), "at-w");
    second.candidate.hear(
        new SchedulerMessage.Deliver(
            "w", "i", "i", Given.ended("mine-1.1", 1, 2, Outcome.SUCCEEDED)),
        "at-w");
    second.settles();
    assertThat(realm.valid(Event.TrialEnded.class)).hasSize(1);
    assertThat(realm.valid(Event.TrialPlaced.class)).hasSize(1);
  }

  @Test
  void order_thatWasNotHeard_isSentAgainEveryFewTicks() {
    training();
    realm.passes(node, TICK.multipliedBy(8), TICK);
    assertThat(node.heardAt("at-w")).singleElement().isInstanceOf(WorkerMessage.Train.class);
    delivers(Given.started("mine-1.1", 1));
    node.settles();
    node.heardAt("at-w");
    realm.passes(node, TICK.multipliedBy(8), TICK);
    assertThat(node.said).isEmpty();
  }

  @Test
  void goodbye_ofAWorkerWithATrial_trialGoesBackToTheQueueAtOnce() {
    training();
    node.candidate.hear(new SchedulerMessage.Goodbye("w", "i"), "at-w");
    node.settles();
    assertThat(realm.valid(Event.TrialRequeued.class)).hasSize(1);
  }

  @Test
  void failure_ofItsOwnCode_triedAgainThoughNobodySaysAnything() {
    training();
    delivers(Given.ended("mine-1.1", 1, 1, Outcome.FAILED_CODE));
    node.settles();
    assertThat(realm.valid(Event.TrialRequeued.class)).hasSize(1);
    assertThat(realm.valid(Event.TrialPlaced.class)).hasSize(1);
    for (int beat = 0; beat < 15; beat++) {
      beats("i", "at-w");
      realm.passes(node, Duration.ofSeconds(1), TICK);
    }
    assertThat(realm.valid(Event.TrialPlaced.class)).hasSize(2);
  }

  @Test
  void worker_goneWithItsCheckpoints_trialWaitsAndThenBeginsAnewElsewhere() {
    training();
    delivers(Given.started("mine-1.1", 1));
    delivers(Given.epoch("mine-1.1", 1, 2, 1));
    node.candidate.hear(new SchedulerMessage.Goodbye("w", "i"), "at-w");
    node.candidate.hear(hello("v", "j", "host"), "at-v");
    node.settles();
    assertThat(node.heardAt("at-v")).singleElement().isInstanceOf(WorkerMessage.Welcome.class);
    Duration wait = DecisionSettings.DEFAULT.checkpointWait();
    for (Duration waited = Duration.ZERO;
        waited.compareTo(wait) < 0;
        waited = waited.plus(TICK.multipliedBy(4))) {
      assertThat(realm.valid(Event.TrialRestarted.class)).isEmpty();
      node.candidate.hear(new SchedulerMessage.Heartbeat("v", "j", 0), "at-v");
      realm.passes(node, TICK.multipliedBy(4), TICK);
    }
    assertThat(realm.valid(Event.TrialRestarted.class))
        .singleElement()
        .satisfies(fact -> assertThat(fact.reason().told()).contains("waited", "of-w"));
    assertThat(node.heardAt("at-v"))
        .filteredOn(message -> !(message instanceof WorkerMessage.Heard))
        .first()
        .isInstanceOfSatisfying(
            WorkerMessage.Train.class,
            anew -> {
              assertThat(anew.attempt()).isEqualTo(2);
              assertThat(anew.checkpoints()).isEmpty();
            });
  }

  @Test
  void worker_deadWhileOurTicksAreAlwaysLate_isFoundLostWithinABound() {
    training();
    Duration lostAfter = DecisionSettings.DEFAULT.lostAfter();
    realm.passes(node, lostAfter.multipliedBy(4), TICK.multipliedBy(4));
    assertThat(realm.valid(Event.WorkerLost.class)).hasSize(1);
  }

  @Test
  void worker_notHeardDuringAPauseOfOurOwn_isNotBlamed() {
    training();
    realm.passes(DecisionSettings.DEFAULT.lostAfter().multipliedBy(10));
    node.candidate.tick();
    node.settles();
    assertThat(realm.valid(Event.WorkerSuspected.class)).isEmpty();
    assertThat(realm.valid(Event.WorkerLost.class)).isEmpty();
  }

  @Test
  void machine_thatSlept_endsTheTermAndTheNextOneHasTheTimeAsItIs() {
    training();
    node.ahead = Duration.ofSeconds(60);
    node.candidate.tick();
    node.settles();
    node.ahead = Duration.ofHours(8);
    assertThatThrownBy(() -> node.candidate.tick())
        .isInstanceOf(ReignEnded.class)
        .hasMessage(
            "the machine slept or its clock was set ahead by 28800 s: a new term begins with the"
                + " time as it is");
    Node next = realm.candidate("s2", Duration.ofHours(8)).settles();
    next.candidate.tick();
    assertThat(realm.entries().getLast().time()).isEqualTo(Realm.NOON.plus(Duration.ofHours(8)));
    assertThat(realm.valid(Event.WorkerLost.class)).isEmpty();
  }

  @Test
  void entries_thatAreNotReadBackForAMinute_endTheTerm() {
    worker();
    node.settles();
    node.candidate.hear(new SchedulerMessage.Goodbye("w", "i"), "at-w");
    assertThat(node.underway).as("a fact that nobody waits for").hasSize(1);
    realm.passes(Duration.ofSeconds(60));
    node.candidate.tick();
    realm.passes(Duration.ofSeconds(1));
    assertThatThrownBy(() -> node.candidate.tick())
        .isInstanceOf(ReignEnded.class)
        .hasMessageContaining("not read back");
  }

  @Test
  void cancel_ofMoreTrialsThanARecordHolds_rejectedAndTheReignGoesOn() {
    Realm wide = new Realm(DecisionSettings.DEFAULT.withMaxQueued(1_000_000));
    Node node = wide.reigning("s1");
    String name = "n".repeat(60);
    long offset = 0;
    for (; offset < 26; offset++) {
      node.take(offset, new Request.Submit(Given.seeds(name, 10_000)));
      node.settles();
    }
    node.take(offset, new Request.Act(Optional.empty(), new Action.Cancel(name)));
    node.take(offset + 1, new Request.Act(Optional.empty(), new Action.Cancel(name + "-1.7")));
    node.settles();
    assertThat(wide.valid(Event.CancelAccepted.class))
        .singleElement()
        .satisfies(
            cancel -> assertThat(cancel.trials()).containsExactly(new TrialId(name + "-1.7")));
    assertThat(wide.valid(Event.RequestRejected.class))
        .singleElement()
        .satisfies(
            rejected ->
                assertThat(rejected.reasons().getFirst())
                    .contains("too large for the log; ask for it in parts"));
    assertThat(node.status.active()).isTrue();
  }
}
