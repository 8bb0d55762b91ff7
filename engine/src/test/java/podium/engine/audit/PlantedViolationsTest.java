package podium.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.engine.log.Reading;
import podium.engine.state.Order;
import podium.protocol.event.Entry;
import podium.protocol.event.Envelope;
import podium.protocol.event.Event;
import podium.protocol.event.Event.TrialPlaced;
import podium.protocol.event.Grant;
import podium.protocol.event.Holding;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.report.Start;

/** Each invariant is broken by one fact of a log that keeps all of them, and turns red. */
final class PlantedViolationsTest {
  private static final String TRIAL = "e-1.1";
  private static final Duration LATER = Duration.ofSeconds(2);

  private final Given given = new Given();
  private final Honest honest = new Honest(given);

  /** A trial that trained one epoch on worker a, one that waits, and a key. */
  private void begin() {
    given.fold(Honest.term(2, 2, 5));
    given.workerAt("x", "a", "a1", "cpu:0");
    given.submit(Honest.spec("e", Optional.of("k"), 0, "resnet18", "vgg16"));
    honest.starts(TRIAL);
    honest.trains(TRIAL);
  }

  /** Its attempt ends, and it is placed again. */
  private void again(Outcome outcome) {
    given.cancel("e-1.2");
    honest.ends(TRIAL, outcome);
    given.after(Duration.ofSeconds(30));
  }

  private void lost() {
    given.when(new Command.Silence("a", "a1", Duration.ofSeconds(9)));
  }

  private Ledger legal() {
    assertThat(Ledger.of(given).violations()).as("before anything is planted").isEmpty();
    return Ledger.of(given);
  }

  @ParameterizedTest
  @EnumSource
  void violation_planted_turnsItsInvariantRed(Invariant invariant) {
    begin();
    List<Violation> found = planted(invariant).violations();
    assertThat(found).extracting(Violation::invariant).contains(invariant);
    assertThat(found.getFirst().told())
        .startsWith("offset ")
        .contains(found.getFirst().invariant().meaning());
  }

  private Ledger planted(Invariant invariant) {
    return switch (invariant) {
      case VALUES_FIT ->
          legal()
              .change(
                  Event.ExperimentAccepted.class,
                  0,
                  it ->
                      new Event.ExperimentAccepted(
                          it.source(),
                          it.experiment(),
                          it.spec(),
                          List.of(new TrialEntry(TRIAL, Map.of("model", 7L)))));
      case TIMES_NEVER_BACK -> legal().add(Duration.ofNanos(-1), rejected(9));
      case LOG_NAMED -> legal().add(new Event.ReignBegun("another"));
      case ONE_FACT_A_REQUEST -> legal().add(rejected(0));
      case LOSSES_TOLD -> legal().add(new Event.RequestsLost("podium.requests", 0, 0, 5, ""));
      case NAMES_DENSE -> {
        given.submit(Honest.spec("e", Optional.empty(), 0, "resnet18"));
        yield legal().remove(Event.ExperimentAccepted.class, 0);
      }
      case KEYS_HAVE_ONE_OWNER ->
          legal().add(new Event.RequestDuplicate(source(7), "k", "another-1"));
      case NAMES_KNOWN -> legal().add(new Event.WorkerLeft("a", "another"));
      case WORKERS_LIVE_ONCE -> legal().add(new Event.WorkerRecovered("a", "a1"));
      case WAITING_ONE_PLACED -> {
        given.worker("b", "b1", "cpu:0", "cpu:1");
        yield legal().add(placed(TRIAL, 2, "b", "cpu:1"));
      }
      case ATTEMPTS_GROW_BY_ONE -> {
        given.worker("b", "b1", "cpu:0");
        yield legal().change(TrialPlaced.class, 1, it -> placed("e-1.2", 2, "b", "cpu:0"));
      }
      case PLACED_ON_A_LIVE_WORKER -> {
        given.worker("b", "b1", "cpu:0");
        given.when(new Command.Silence("b", "b1", Duration.ofSeconds(5)));
        Ledger ledger = legal();
        yield ledger.change(
            TrialPlaced.class, 1, it -> placed(it.trial(), it.attempt(), "c", "cpu:0"));
      }
      case PLACED_ON_A_SLOT -> legal().add(placed("e-1.2", 1, "a", "cpu:7"));
      case ONE_ATTEMPT_A_SLOT -> legal().add(placed("e-1.2", 1, "a", "cpu:0"));
      case RUNNING_WITHIN_SLOTS ->
          legal()
              .add(
                  new Event.WorkerRegistered(
                      "a",
                      "a1",
                      "host",
                      List.of(),
                      Catalog.BUILT_IN,
                      "x",
                      List.of(new Holding(TRIAL, 1, "cpu:0", 2, true))));
      case FREED_IF_STUCK -> legal().add(new Event.SlotFreed("a", "a1", "cpu:0"));
      case ADRIFT_NOT_COUNTED -> {
        lost();
        yield legal().add(epoch(1, 3, 2));
      }
      case READOPTED_WHEN_BACK -> {
        lost();
        yield legal().add(new Event.AttemptReadopted(TRIAL, 1, "a", "a1"));
      }
      case STOPPED_WITH_CAUSE -> legal().add(new Event.StopOrdered(TRIAL, 1, Outcome.TIMEOUT));
      case ENDED_AS_ASKED ->
          legal()
              .add(new Event.StopOrdered(TRIAL, 1, Outcome.HUNG))
              .add(new Event.AttemptEnded(TRIAL, 1, 3, Outcome.FAILED_CODE, "", false));
      case PLACED_WHERE_OFFERED ->
          legal()
              .change(
                  Event.WorkerRegistered.class,
                  0,
                  it ->
                      new Event.WorkerRegistered(
                          it.worker(),
                          it.incarnation(),
                          it.host(),
                          it.slots(),
                          new Catalog(Catalog.BUILT_IN.models(), List.of()),
                          it.checkpointHome(),
                          it.holds()));
      case NOT_BEFORE_ITS_TIME -> {
        again(Outcome.FAILED_CODE);
        yield legal()
            .change(
                Event.TrialRequeued.class,
                0,
                it ->
                    new Event.TrialRequeued(
                        it.trial(), it.reason(), it.notBefore().map(at -> at.plusSeconds(60))));
      }
      case RESUMES_FROM_WHAT_COUNTED -> {
        again(Outcome.FAILED_CODE);
        yield legal()
            .change(TrialPlaced.class, last(), it -> from(it, new CheckpointRef(1, "p", "x", 1)));
      }
      case NEVER_AFRESH_WITH_A_CHECKPOINT -> {
        again(Outcome.FAILED_CODE);
        honest.starts(TRIAL);
        yield legal().change(Event.TrialStarted.class, 1, it -> started(it, 0));
      }
      case RESTARTED_AFTER_THE_WAIT -> {
        given.when(new Command.Leave("a", "a1"));
        yield legal()
            .add(new Event.TrialRestarted(TRIAL, 0, new Reason.Said("nobody saw its checkpoint")));
      }
      case NOTHING_BY_OTHERS -> {
        again(Outcome.FAILED_CODE);
        yield legal().add(epoch(1, 3, 2));
      }
      case SEQUENCES_DENSE -> legal().add(epoch(1, 4, 2));
      case EPOCHS_FOLLOW -> legal().add(epoch(1, 3, 3));
      case HOLDER_NOT_FENCED ->
          legal().add(new Event.ReportFenced(TRIAL, 1, "a1", 3, "Epoch", new Reason.NotHeld()));
      case ENDED_BY_WHO_KNOWS ->
          legal().add(new Event.AttemptEnded(TRIAL, 1, 0, Outcome.LOST_WORKER, "", false));
      case ENDED_ONCE -> {
        honest.ends(TRIAL, Outcome.DIVERGED);
        yield legal()
            .add(new Event.TrialEnded(TRIAL, TrialStatus.FAILED, new Reason.Said("again")));
      }
      case SUCCEEDED_AFTER_ALL_EPOCHS -> {
        honest.ends(TRIAL, Outcome.SUCCEEDED);
        yield Ledger.of(given);
      }
      case CANCELLED_IF_ASKED -> {
        honest.ends(TRIAL, Outcome.CANCELLED);
        yield Ledger.of(given);
      }
      case BUDGETS_KEPT -> {
        again(Outcome.FAILED_CODE);
        yield legal().change(Event.SchedulerStarted.class, 0, it -> Honest.term(1, 2, 5));
      }
      case DUE_WAS_DONE -> {
        honest.ends(TRIAL, Outcome.DIVERGED);
        yield legal().remove(Event.TrialEnded.class, 0).add(LATER, rejected(9));
      }
    };
  }

  @Test
  void fact_thatCannotBeInItsState_isOneViolationAndChangesNothing() {
    begin();
    Ledger ledger = legal().add(epoch(1, 3, 3)).add(epoch(1, 3, 3)).add(epoch(1, 3, 2));
    assertThat(ledger.violations())
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.withoutEffect()).isTrue());
    assertThat(ledger.violations().getFirst().told())
        .contains(
            "EPOCHS_FOLLOW, a fact without effect: epoch 3 in attempt 1 of e-1.1, which had come"
                + " to epoch 1");
  }

  @Test
  void restart_leavesTheCheckpoint_andThenATrialMayBeginAfresh() {
    begin();
    given.workerAt("y", "b", "b1", "cpu:0", "cpu:1");
    given.when(new Command.Leave("a", "a1"));
    given.after(Duration.ofMinutes(3));
    honest.starts(TRIAL);
    Ledger ledger = legal();
    assertThat(given.all(Event.TrialRestarted.class)).hasSize(1);
    assertThat(ledger.remove(Event.TrialRestarted.class, 0).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.NEVER_AFRESH_WITH_A_CHECKPOINT);
  }

  @Test
  void checkpoint_olderThanTheNewest_isNotTheOneToGoOnFrom() {
    begin();
    honest.trains(TRIAL);
    again(Outcome.FAILED_CODE);
    List<CheckpointRef> told = given.last(TrialPlaced.class).checkpoints();
    assertThat(told).extracting(CheckpointRef::epoch).containsExactly(2, 1);
    assertThat(
            legal().change(TrialPlaced.class, last(), it -> from(it, told.getLast())).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.RESUMES_FROM_WHAT_COUNTED);
  }

  @Test
  void checkpoint_supersededByALaterAttempt_isNotToBeUsed() {
    begin();
    honest.trains(TRIAL);
    CheckpointRef old = given.last(Event.EpochCompleted.class).result().checkpoint();
    again(Outcome.FAILED_CODE);
    // why: the newest checkpoint was damaged, so the attempt went on from the one before
    Order order = given.state.order(TRIAL).orElseThrow();
    given.report(
        "a",
        "a1",
        new Report.Started(
            TRIAL, order.attempt(), 1, started(given.last(Event.TrialStarted.class), 1).start()));
    given.report("a", "a1", Given.epoch(TRIAL, order.attempt(), 2, 2));
    again(Outcome.FAILED_INFRASTRUCTURE);
    CheckpointRef newest = given.last(TrialPlaced.class).checkpoints().getFirst();
    assertThat(newest.path()).isNotEqualTo(old.path());
    assertThat(legal().violations()).isEmpty();
    assertThat(legal().change(TrialPlaced.class, last(), it -> from(it, newest, old)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.RESUMES_FROM_WHAT_COUNTED);
  }

  @Test
  void checkpointOfAnotherFolder_isNotSeen() {
    begin();
    given.workerAt("y", "b", "b1", "cpu:0", "cpu:1");
    again(Outcome.FAILED_CODE);
    assertThat(legal().change(TrialPlaced.class, last(), it -> on(it, "b", "cpu:1")).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.RESUMES_FROM_WHAT_COUNTED);
  }

  @Test
  void slotIdle_whileATrialWaitsForIt_isFoundAfterTwoTicks() {
    begin();
    given.worker("b", "b1", "cpu:0");
    Ledger ledger = legal().remove(TrialPlaced.class, 1);
    for (int i = 0; i < 4; i++) {
      ledger.add(Duration.ofMillis(700), rejected(20 + i));
    }
    assertThat(ledger.violations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.invariant()).isEqualTo(Invariant.DUE_WAS_DONE);
              assertThat(it.what()).contains("model=vgg16");
            });
  }

  @Test
  void waitForACheckpoint_thatNeverEnds_isFound() {
    begin();
    given.workerAt("y", "b", "b1", "cpu:0", "cpu:1");
    given.when(new Command.Leave("a", "a1"));
    Ledger ledger = legal();
    for (int i = 0; i < 4; i++) {
      ledger.add(Duration.ofMinutes(1), rejected(20 + i));
    }
    assertThat(ledger.violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
  }

  @Test
  void schedulerThatWasAway_isNotLate() {
    begin();
    honest.ends(TRIAL, Outcome.DIVERGED);
    Event ended = given.last(Event.TrialEnded.class);
    Ledger ledger =
        legal()
            .remove(TrialPlaced.class, 1)
            .remove(Event.TrialEnded.class, 0)
            .add(Duration.ofHours(1), Honest.term(2, 2, 5))
            .add(Duration.ofMinutes(1), new Event.ReignBegun("log"))
            .add(ended)
            .add(placed("e-1.2", 1, "a", "cpu:0"))
            .add(rejected(9));
    assertThat(ledger.violations()).isEmpty();
  }

  @Test
  void requestsTopicMadeAnew_lossIsOwedAndOffsetsBeginAgain() {
    begin();
    given.reign("another");
    given.submit(Honest.spec("f", Optional.empty(), 0, "resnet18"));
    Ledger ledger = legal();
    assertThat(given.last(Event.RequestsLost.class).replaced()).isEqualTo("topic");
    assertThat(ledger.remove(Event.RequestsLost.class, 0).add(LATER, rejected(1)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
    assertThat(legal().add(given.last(Event.RequestsLost.class)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.LOSSES_TOLD);
  }

  @Test
  void claim_withTheTimeOfThen_mayBeEarlierThanWhatTheOldReignAppended() {
    begin();
    Ledger ledger = legal().add(Duration.ofSeconds(-5), Honest.term(2, 2, 5));
    assertThat(ledger.violations()).isEmpty();
    assertThat(ledger.add(new Event.ReignBegun("log")).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.TIMES_NEVER_BACK);
  }

  @Test
  void behindARecordOfALaterVersion_nothingIsJudged() {
    Auditor auditor = new Auditor();
    Envelope later = new Envelope(2, 1, "log", 0, "", "TrialPaused", Instant.EPOCH);
    auditor.take(new Reading.Voided(0, Optional.empty(), "no record"));
    auditor.take(new Reading.NotUnderstood(1, later, "not known"));
    Event stray = new Event.WorkerLeft("nobody", "i");
    assertThat(
            auditor.take(new Reading.Counted(2, Entry.of(1, "log", 1, "", Instant.EPOCH, stray))))
        .isEmpty();
    assertThat(List.of(auditor.entries(), auditor.voided(), auditor.notUnderstood()))
        .containsExactly(1L, 1L, 1L);
  }

  /** Its trainer stands still and is not heard to stop; another process may be at it. */
  private void stuck() {
    given.when(new Command.Quiet(TRIAL, 1, Duration.ofDays(1)));
    given.after(Duration.ofMinutes(2));
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.HUNG);
  }

  @Test
  void slot_whoseAttemptEndedUntold_isStuckUntilItsWorkerSaysOtherwise() {
    begin();
    stuck();
    Event placed = placed("e-1.2", 1, "a", "cpu:0");
    assertThat(legal().add(placed).violations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.invariant()).isEqualTo(Invariant.ONE_ATTEMPT_A_SLOT);
              assertThat(it.withoutEffect()).isTrue();
              assertThat(it.what()).contains("attempt 1 of e-1.1 may still be");
            });
    assertThat(legal().add(new Event.SlotFreed("a", "a1", "cpu:0")).add(placed).violations())
        .isEmpty();
  }

  @Test
  void slot_onWhichAWorkerHoldsAnOldAttempt_isStuck() {
    begin();
    given.worker("b", "b1", "cpu:0");
    given.cancel("e-1.2");
    given.workerWith(List.of(new Holding("e-1.2", 7, "cpu:0", 1, true)), "c", "c1", "cpu:0");
    assertThat(legal().add(placed("e-1.2", 2, "c", "cpu:0")).violations()).isNotEmpty();
    honest.ends("e-1.2", Outcome.CANCELLED);
    given.submit(Honest.spec("f", Optional.empty(), 0, "resnet18"));
    assertThat(legal().change(TrialPlaced.class, last(), it -> on(it, "c", "cpu:0")).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.ONE_ATTEMPT_A_SLOT);
  }

  @Test
  void lostAttempt_ofAWorkerThatHoldsItsReports_goesOnWithoutASlot() {
    begin();
    lost();
    given.when(
        Given.registerWith(
            List.of(new Holding(TRIAL, 1, "cpu:0", 3, false)), "x", "a", "a2", "cpu:0"));
    assertThat(given.all(Event.AttemptReadopted.class)).hasSize(1);
    assertThat(given.last(TrialPlaced.class).trial()).isEqualTo("e-1.2");
    honest.trains(TRIAL);
    assertThat(legal().remove(Event.AttemptReadopted.class, 0).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.ADRIFT_NOT_COUNTED);
  }

  @Test
  void lostAttempt_thatNobodyHolds_endsAtOnce() {
    begin();
    lost();
    given.workerAt("x", "a", "a2", "cpu:0");
    Ledger ledger =
        legal().remove(Event.AttemptEnded.class, 0).remove(Event.TrialRequeued.class, 0);
    assertThat(ledger.add(LATER, rejected(9)).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.DUE_WAS_DONE);
  }

  @Test
  void lostAttempt_whoseWorkerStaysAway_waitsAsLongAsTheSettingsSay() {
    begin();
    lost();
    Event ended = new Event.AttemptEnded(TRIAL, 1, 0, Outcome.LOST_WORKER, "", false);
    assertThat(legal().add(Duration.ofSeconds(14), ended).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.ENDED_BY_WHO_KNOWS);
    assertThat(legal().add(Duration.ofSeconds(15), ended).violations()).isEmpty();
    assertThat(legal().add(Duration.ofMinutes(5), rejected(9)).violations()).isEmpty();
    assertThat(legal().add(Duration.ofSeconds(302), rejected(9)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
  }

  @Test
  void stop_thatIsNotObeyed_endsTheAttemptInTime() {
    begin();
    given.when(new Command.Quiet(TRIAL, 1, Duration.ofDays(1)));
    Event ended = new Event.AttemptEnded(TRIAL, 1, 0, Outcome.HUNG, "", false);
    assertThat(legal().add(Duration.ofSeconds(59), ended).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.ENDED_BY_WHO_KNOWS);
    assertThat(legal().add(Duration.ofSeconds(60), ended).violations()).isEmpty();
    assertThat(legal().add(Duration.ofSeconds(62), rejected(9)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
  }

  @Test
  void cancelledTrial_whoseAttemptSucceeded_endsCancelled() {
    begin();
    honest.trains(TRIAL);
    honest.trains(TRIAL);
    given.cancel(TRIAL);
    honest.ends(TRIAL, Outcome.SUCCEEDED);
    Ledger ledger = legal();
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.CANCELLED);
    ledger.change(
        Event.TrialEnded.class,
        0,
        it -> new Event.TrialEnded(TRIAL, TrialStatus.SUCCEEDED, new Reason.TrainedToTheEnd()));
    assertThat(ledger.violations())
        .extracting(Violation::invariant)
        .contains(Invariant.ENDED_AS_ASKED);
  }

  @Test
  void workerThatLeaves_getsNothingNew() {
    begin();
    given.worker("b", "b1", "cpu:0", "cpu:1");
    given.when(new Command.Leaving("b", "b1"));
    given.submit(Honest.spec("f", Optional.empty(), 0, "resnet18"));
    assertThat(legal().add(placed("f-1.1", 1, "b", "cpu:1")).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.PLACED_ON_A_LIVE_WORKER);
  }

  private int last() {
    return given.all(TrialPlaced.class).size() - 1;
  }

  private static Source source(long offset) {
    return new Source("podium.requests", 0, offset);
  }

  private static Event rejected(long offset) {
    return new Event.RequestRejected(source(offset), List.of("no"), "", 0, "");
  }

  private static TrialPlaced placed(String trial, int attempt, String worker, String slot) {
    return new TrialPlaced(
        trial,
        attempt,
        new Grant(worker, worker + "1", slot),
        List.of(),
        new Reason.FirstInOrder(0));
  }

  private static TrialPlaced from(TrialPlaced it, CheckpointRef... checkpoints) {
    return from(it, List.of(checkpoints));
  }

  private static TrialPlaced from(TrialPlaced it, List<CheckpointRef> checkpoints) {
    return new TrialPlaced(it.trial(), it.attempt(), it.grants(), checkpoints, it.reason());
  }

  private static TrialPlaced on(TrialPlaced it, String worker, String slot) {
    return new TrialPlaced(
        it.trial(),
        it.attempt(),
        new Grant(worker, worker + "1", slot),
        it.checkpoints(),
        it.reason());
  }

  private static Event.TrialStarted started(Event.TrialStarted it, int from) {
    Start its = it.start();
    return new Event.TrialStarted(
        it.trial(),
        it.attempt(),
        it.sequence(),
        new Start(
            its.device(),
            its.parameters(),
            its.multiplyAdds(),
            its.imageSize(),
            its.classes(),
            its.trainImages(),
            its.testImages(),
            from,
            its.data()));
  }

  private static Event epoch(int attempt, long sequence, int epoch) {
    EpochResult result = ((Report.Epoch) Given.epoch(TRIAL, attempt, sequence, epoch)).result();
    return new Event.EpochCompleted(TRIAL, attempt, sequence, result);
  }
}
