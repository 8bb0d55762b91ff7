package podium.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.engine.audit.Plot.LATER;
import static podium.engine.audit.Plot.TRIAL;
import static podium.engine.audit.Plot.epoch;
import static podium.engine.audit.Plot.on;
import static podium.engine.audit.Plot.placed;
import static podium.engine.audit.Plot.rejected;
import static podium.engine.audit.Plot.source;
import static podium.engine.audit.Plot.started;

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
import podium.protocol.event.Forecast;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.Grant;
import podium.protocol.event.Holding;
import podium.protocol.event.Quarantine;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Limits;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.protocol.report.Report;
import podium.protocol.request.Action;

/** Each invariant is broken by one fact of a log that keeps all of them, and turns red. */
final class PlantedViolationsTest {
  private final Plot plot = new Plot();
  private final Given given = plot.given;
  private final Honest honest = plot.honest;

  @ParameterizedTest
  @EnumSource
  void violation_planted_turnsItsInvariantRed(Invariant invariant) {
    plot.begin();
    List<Violation> found = planted(invariant).violations();
    assertThat(found).extracting(Violation::invariant).contains(invariant);
    assertThat(found.getFirst().told())
        .startsWith("offset ")
        .contains(found.getFirst().invariant().meaning());
  }

  /** A trial is held at the first rung, with another one that waits. */
  private Ledger contest() {
    given.submit(Given.contest("f", 2, 9, new Stopping(Stopping.Rule.ASHA, 1, 3, 3, 0)));
    given.act(new Action.Pause("f-1.2", false));
    given.cancel("e-1.2");
    honest.ends(TRIAL.value(), Outcome.DIVERGED);
    honest.starts("f-1.1");
    honest.trains("f-1.1");
    honest.ends("f-1.1", Outcome.PREEMPTED);
    return plot.legal();
  }

  /** Slots of worker c are kept for a trial that needs both, and others wait. */
  private Ledger gathering() {
    given.workerAt("x", "c", "c1", "cpu:0", "cpu:1");
    given.submit(Given.together(Honest.spec("g", Optional.empty(), 0, "resnet18"), 2));
    given.submit(Honest.spec("h", Optional.empty(), 0, "alexnet"));
    assertThat(given.last(Event.SlotsReserved.class).lead().worker()).isEqualTo("c");
    return plot.legal();
  }

  /** A trial ends with a checkpoint, and one waits that goes on from it. */
  private void fork(long epochs) {
    given.act(new Action.Drain("a", Optional.empty()));
    honest.ends(TRIAL.value(), Outcome.DIVERGED);
    given.act(new Action.Fork(TRIAL.value(), Optional.of(1), Map.of("epochs", epochs)));
    assertThat(given.last(Event.ExperimentAccepted.class).verb()).isEqualTo("fork");
  }

  private static Event.ExperimentAccepted from(
      Event.ExperimentAccepted fork, CheckpointRef another) {
    TrialEntry one = fork.trials().getFirst();
    ForkedFrom from = one.forkedFrom().orElseThrow();
    return new Event.ExperimentAccepted(
        fork.source(),
        fork.experiment(),
        fork.spec(),
        List.of(
            new TrialEntry(
                one.trial(),
                one.assignment(),
                Optional.of(
                    new ForkedFrom(
                        from.trial(), another, from.home(), from.worker(), from.best())))),
        fork.forecast(),
        fork.asked());
  }

  private Ledger planted(Invariant invariant) {
    return switch (invariant) {
      case VALUES_FIT ->
          plot.legal()
              .change(
                  Event.ExperimentAccepted.class,
                  0,
                  it ->
                      new Event.ExperimentAccepted(
                          it.source(),
                          it.experiment(),
                          it.spec(),
                          List.of(new TrialEntry(TRIAL, Map.of("model", 7L)))));
      case TIMES_NEVER_BACK -> plot.legal().add(Duration.ofNanos(-1), rejected(9));
      case TERMS_GROW_BY_ONE -> plot.legal().add(rejected(9)).leaveOut();
      case STOOD_DOWN_LAST ->
          plot.legal().add(new Event.SchedulerStoodDown("it was stopped")).add(rejected(9));
      case LOG_NAMED -> plot.legal().add(new Event.ReignBegun("another"));
      case ONE_FACT_A_REQUEST -> plot.legal().add(rejected(0));
      case LOSSES_TOLD -> plot.legal().add(new Event.RequestsLost("podium.requests", 0, 0, 5, ""));
      case NAMES_DENSE -> {
        given.submit(Honest.spec("e", Optional.empty(), 0, "resnet18"));
        yield plot.legal().remove(Event.ExperimentAccepted.class, 0);
      }
      case SUGGESTED_IN_TURN ->
          plot.legal()
              .add(
                  new Event.TrialSuggested(
                      TRIAL.experiment(),
                      new TrialEntry(TRIAL.experiment().trial(3), Map.of("model", "resnet18"))));
      case EXPECTED_OF_WHAT_WAS_SEEN ->
          plot.legal()
              .change(
                  Event.ExperimentAccepted.class,
                  0,
                  it ->
                      new Event.ExperimentAccepted(
                          it.source(),
                          it.experiment(),
                          it.spec(),
                          it.trials(),
                          Optional.of(new Forecast(Instant.MAX, Instant.MAX, Instant.MAX)),
                          it.asked()));
      case KEYS_HAVE_ONE_OWNER ->
          plot.legal().add(new Event.RequestDuplicate(source(7), "k", "another-1"));
      case NAMES_KNOWN -> plot.legal().add(new Event.WorkerLeft("a", "another"));
      case WORKERS_LIVE_ONCE -> plot.legal().add(new Event.WorkerRecovered("a", "a1"));
      case WAITING_ONE_PLACED -> {
        given.worker("b", "b1", "cpu:0", "cpu:1");
        yield plot.legal().add(placed(TRIAL.value(), 2, "b", "cpu:1"));
      }
      case ATTEMPTS_GROW_BY_ONE -> {
        given.worker("b", "b1", "cpu:0");
        yield plot.legal().change(TrialPlaced.class, 1, it -> placed("e-1.2", 2, "b", "cpu:0"));
      }
      case PLACED_ON_A_LIVE_WORKER -> {
        given.worker("b", "b1", "cpu:0");
        given.when(new Command.Silence("b", "b1", Duration.ofSeconds(5)));
        Ledger ledger = plot.legal();
        yield ledger.change(
            TrialPlaced.class, 1, it -> placed(it.trial().value(), it.attempt(), "c", "cpu:0"));
      }
      case PLACED_ON_A_SLOT -> plot.legal().add(placed("e-1.2", 1, "a", "cpu:7"));
      case ONE_ATTEMPT_A_SLOT -> plot.legal().add(placed("e-1.2", 1, "a", "cpu:0"));
      case SLOTS_TOGETHER -> {
        given.worker("b", "b1", "cpu:0", "cpu:1");
        yield plot.legal()
            .change(
                TrialPlaced.class,
                1,
                it ->
                    new TrialPlaced(
                        it.trial(),
                        it.attempt(),
                        List.of(new Grant("b", "b1", "cpu:0"), new Grant("b", "b1", "cpu:1")),
                        it.checkpoints(),
                        it.reason()));
      }
      case RESERVED_FOR_WHO_WAITS ->
          gathering()
              .add(
                  new Event.SlotsReserved(
                      new TrialId("h-1.1"),
                      given.last(Event.SlotsReserved.class).grants(),
                      given.now()));
      case RESERVED_IS_KEPT -> gathering().add(placed("h-1.1", 1, "c", "cpu:1"));
      case RUNNING_WITHIN_SLOTS ->
          plot.legal()
              .add(
                  new Event.WorkerRegistered(
                      "a",
                      "a1",
                      "host",
                      List.of(),
                      Catalog.BUILT_IN,
                      "x",
                      List.of(new Holding(TRIAL, 1, "cpu:0", 2, true)),
                      NodeAddress.UNKNOWN));
      case FREED_IF_STUCK -> plot.legal().add(new Event.SlotFreed("a", "a1", "cpu:0"));
      case ADRIFT_NOT_COUNTED -> {
        plot.lost();
        yield plot.legal().add(epoch(1, 3, 2));
      }
      case READOPTED_WHEN_BACK -> {
        plot.lost();
        yield plot.legal().add(new Event.AttemptReadopted(TRIAL, 1, "a", "a1"));
      }
      case STOPPED_WITH_CAUSE -> plot.legal().add(new Event.StopOrdered(TRIAL, 1, Outcome.TIMEOUT));
      case ENDED_AS_ASKED ->
          plot.legal()
              .add(new Event.StopOrdered(TRIAL, 1, Outcome.HUNG))
              .add(new Event.AttemptEnded(TRIAL, 1, 3, Outcome.FAILED_CODE, "", false));
      case PLACED_WHERE_OFFERED ->
          plot.legal()
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
                          it.holds(),
                          NodeAddress.UNKNOWN));
      case SHRUNK_FOR_MEMORY ->
          plot.legal().change(TrialPlaced.class, 0, it -> Plot.inParts(it, Optional.of(64)));
      case NOT_BEFORE_ITS_TIME -> {
        plot.again(Outcome.FAILED_CODE);
        yield plot.legal()
            .change(
                Event.TrialRequeued.class,
                0,
                it ->
                    new Event.TrialRequeued(
                        it.trial(), it.reason(), it.notBefore().map(at -> at.plusSeconds(60))));
      }
      case RESUMES_FROM_WHAT_COUNTED -> {
        plot.again(Outcome.FAILED_CODE);
        yield plot.legal()
            .change(
                TrialPlaced.class, last(), it -> Plot.from(it, new CheckpointRef(1, "p", "x", 1)));
      }
      case NEVER_AFRESH_WITH_A_CHECKPOINT -> {
        plot.again(Outcome.FAILED_CODE);
        honest.starts(TRIAL.value());
        yield plot.legal().change(Event.TrialStarted.class, 1, it -> started(it, 0));
      }
      case RESTARTED_AFTER_THE_WAIT -> {
        given.when(new Command.Leave("a", "a1"));
        yield plot.legal()
            .add(new Event.TrialRestarted(TRIAL, 0, new Reason.Said("nobody saw its checkpoint")));
      }
      case FORKED_FROM_WHAT_STAYS -> {
        fork(9);
        yield plot.legal()
            .change(
                Event.ExperimentAccepted.class,
                1,
                it -> from(it, new CheckpointRef(1, "p", "x", 1)));
      }
      case BASES_STAY -> {
        fork(9);
        yield plot.legal()
            .add(
                new Event.RequestAccepted(
                    source(9),
                    Optional.empty(),
                    new Action.Retry(TRIAL.value(), false),
                    List.of(),
                    List.of(TRIAL)));
      }
      case NOTHING_BY_OTHERS -> {
        plot.again(Outcome.FAILED_CODE);
        yield plot.legal().add(epoch(1, 3, 2));
      }
      case SEQUENCES_DENSE -> plot.legal().add(epoch(1, 4, 2));
      case EPOCHS_FOLLOW -> plot.legal().add(epoch(1, 3, 3));
      case HOLDER_NOT_FENCED ->
          plot.legal()
              .add(new Event.ReportFenced(TRIAL, 1, "a1", 3, "Epoch", new Reason.NotHeld()));
      case ENDED_BY_WHO_KNOWS ->
          plot.legal().add(new Event.AttemptEnded(TRIAL, 1, 0, Outcome.LOST_WORKER, "", false));
      case ENDED_ONCE -> {
        honest.ends(TRIAL.value(), Outcome.DIVERGED);
        yield plot.legal()
            .add(new Event.TrialEnded(TRIAL, TrialStatus.FAILED, new Reason.Said("again")));
      }
      case PAUSED_AS_ASKED ->
          plot.legal().add(new Event.TrialPaused(new TrialId("e-1.2"), new Reason.Paused()));
      case RETRIED_IF_ENDED ->
          plot.legal()
              .add(
                  new Event.RequestAccepted(
                      source(7),
                      Optional.empty(),
                      new Action.Retry(TRIAL.value(), false),
                      List.of(),
                      List.of(TRIAL)));
      case PREEMPTED_FOR_HIGHER ->
          plot.legal().add(new Event.PreemptionOrdered(TRIAL, 1, new TrialId("e-1.2")));
      case ARCHIVED_IS_QUIET ->
          plot.legal()
              .add(
                  new Event.RequestAccepted(
                      source(7),
                      Optional.empty(),
                      new Action.Archive("e-1"),
                      List.of(TRIAL.experiment()),
                      List.of()));
      case STOPPED_BY_RULE ->
          contest()
              .add(
                  new Event.TrialEnded(
                      new TrialId("f-1.1"),
                      TrialStatus.STOPPED,
                      new Reason.NotPromoted(1, 0.5, 1, 1)));
      case HELD_AT_A_RUNG ->
          contest()
              .change(
                  Event.TrialPaused.class,
                  1,
                  it -> new Event.TrialPaused(it.trial(), new Reason.AtRung(1, 0.75, 1, 1)));
      case PROMOTED_IF_HELD ->
          contest()
              .add(new Event.TrialPromoted(new TrialId("f-1.1"), 1, new Reason.Promoted(1, 1, 1)));
      case LIMITS_KEPT -> {
        given.worker("b", "b1", "cpu:0", "cpu:1");
        yield plot.legal()
            .change(
                Event.ExperimentAccepted.class,
                0,
                it ->
                    new Event.ExperimentAccepted(
                        it.source(),
                        it.experiment(),
                        Given.limited(it.spec(), new Limits(0, 0, 0, 1)),
                        it.trials()));
      }
      case ROOM_IS_KEPT -> {
        given.workerAt("x", "c", "c1", "cpu:0", "cpu:1", "cpu:2");
        given.submit(Given.owned(Honest.spec("g", Optional.empty(), 0, "alexnet"), "ada"));
        given.act(new Action.ChangeOwner("ada", Optional.of(2), Optional.empty()));
        given.submit(
            Given.owned(
                Given.together(Honest.spec("h", Optional.empty(), 0, "alexnet"), 2), "ada"));
        given.submit(Given.owned(Honest.spec("i", Optional.empty(), 0, "alexnet"), "ada"));
        yield plot.legal().add(placed("i-1.1", 1, "c", "cpu:2"));
      }
      case DRAINED_GETS_NOTHING -> {
        given.act(new Action.Drain("a", Optional.empty()));
        honest.ends(TRIAL.value(), Outcome.DIVERGED);
        yield plot.legal().add(placed("e-1.2", 1, "a", "cpu:0"));
      }
      case LEFT_OUT_WITH_CAUSE ->
          plot.legal()
              .add(
                  new Event.SlotQuarantined(
                      "a",
                      "a1",
                      "cpu:0",
                      new Reason.Faulty(3, Outcome.HUNG, Duration.ofMinutes(10))));
      case LEFT_OUT_GETS_NOTHING -> {
        given.reign(
            Honest.term(2, 2, 5)
                .settings()
                .with(new Quarantine(1, 1, Duration.ZERO, Duration.ofMinutes(10))));
        honest.ends(TRIAL.value(), Outcome.FAILED_INFRASTRUCTURE);
        assertThat(given.last(Event.SlotQuarantined.class).slot()).isEqualTo("cpu:0");
        yield plot.legal().add(placed("e-1.2", 1, "a", "cpu:0"));
      }
      case ONE_WORKER_A_GPU -> {
        given.worker("b", "b1", "cuda:0@GPU-a");
        given.worker("c", "c1", "cuda:0@GPU-a");
        assertThat(given.last(Event.SlotQuarantined.class).worker()).isEqualTo("c");
        yield plot.legal()
            .remove(Event.SlotQuarantined.class, 0)
            .add(placed("e-1.2", 1, "c", "cuda:0"));
      }
      case SUCCEEDED_AFTER_ALL_EPOCHS -> {
        honest.ends(TRIAL.value(), Outcome.SUCCEEDED);
        yield Ledger.of(given);
      }
      case CANCELLED_IF_ASKED -> {
        honest.ends(TRIAL.value(), Outcome.DIVERGED);
        yield plot.legal()
            .change(
                Event.AttemptEnded.class,
                0,
                it ->
                    new Event.AttemptEnded(
                        it.trial(), it.attempt(), it.sequence(), Outcome.CANCELLED, "", false))
            .change(
                Event.TrialEnded.class,
                0,
                it -> new Event.TrialEnded(it.trial(), TrialStatus.CANCELLED, it.reason()));
      }
      case BUDGETS_KEPT -> {
        plot.again(Outcome.FAILED_CODE);
        yield plot.legal().change(Event.SchedulerStarted.class, 0, it -> Honest.term(1, 2, 5));
      }
      case DUE_WAS_DONE -> {
        honest.ends(TRIAL.value(), Outcome.DIVERGED);
        yield plot.legal().remove(Event.TrialEnded.class, 0).add(LATER, rejected(9));
      }
    };
  }

  @Test
  void fact_thatCannotBeInItsState_isOneViolationAndChangesNothing() {
    plot.begin();
    Ledger ledger = plot.legal().add(epoch(1, 3, 3)).add(epoch(1, 3, 3)).add(epoch(1, 3, 2));
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
    plot.begin();
    given.workerAt("y", "b", "b1", "cpu:0", "cpu:1");
    given.when(new Command.Leave("a", "a1"));
    given.after(Duration.ofMinutes(3));
    honest.starts(TRIAL.value());
    Ledger ledger = plot.legal();
    assertThat(given.all(Event.TrialRestarted.class)).hasSize(1);
    assertThat(ledger.remove(Event.TrialRestarted.class, 0).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.NEVER_AFRESH_WITH_A_CHECKPOINT);
  }

  @Test
  void checkpoint_olderThanTheNewest_isNotTheOneToGoOnFrom() {
    plot.begin();
    honest.trains(TRIAL.value());
    plot.again(Outcome.FAILED_CODE);
    List<CheckpointRef> told = given.last(TrialPlaced.class).checkpoints();
    assertThat(told).extracting(CheckpointRef::epoch).containsExactly(2, 1);
    assertThat(
            plot.legal()
                .change(TrialPlaced.class, last(), it -> Plot.from(it, told.getLast()))
                .violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.RESUMES_FROM_WHAT_COUNTED);
  }

  @Test
  void checkpoint_supersededByALaterAttempt_isNotToBeUsed() {
    plot.begin();
    honest.trains(TRIAL.value());
    CheckpointRef old = given.last(Event.EpochCompleted.class).result().checkpoint();
    plot.again(Outcome.FAILED_CODE);
    // why: the newest checkpoint was damaged, so the attempt went on from the one before
    Order order = given.state.order(TRIAL).orElseThrow();
    given.report(
        "a",
        "a1",
        new Report.Started(
            TRIAL, order.attempt(), 1, started(given.last(Event.TrialStarted.class), 1).start()));
    given.report("a", "a1", Given.epoch(TRIAL.value(), order.attempt(), 2, 2));
    plot.again(Outcome.FAILED_INFRASTRUCTURE);
    CheckpointRef newest = given.last(TrialPlaced.class).checkpoints().getFirst();
    assertThat(newest.path()).isNotEqualTo(old.path());
    assertThat(plot.legal().violations()).isEmpty();
    assertThat(
            plot.legal()
                .change(TrialPlaced.class, last(), it -> Plot.from(it, newest, old))
                .violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.RESUMES_FROM_WHAT_COUNTED);
  }

  @Test
  void checkpointOfAnotherFolder_isNotSeen() {
    plot.begin();
    given.workerAt("y", "b", "b1", "cpu:0", "cpu:1");
    plot.again(Outcome.FAILED_CODE);
    assertThat(
            plot.legal().change(TrialPlaced.class, last(), it -> on(it, "b", "cpu:1")).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.RESUMES_FROM_WHAT_COUNTED);
  }

  @Test
  void slotIdle_whileATrialWaitsForIt_isFoundAfterTwoTicks() {
    plot.begin();
    given.worker("b", "b1", "cpu:0");
    Ledger ledger = plot.legal().remove(TrialPlaced.class, 1);
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
    plot.begin();
    given.workerAt("y", "b", "b1", "cpu:0", "cpu:1");
    given.when(new Command.Leave("a", "a1"));
    Ledger ledger = plot.legal();
    for (int i = 0; i < 4; i++) {
      ledger.add(Duration.ofMinutes(1), rejected(20 + i));
    }
    assertThat(ledger.violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
  }

  @Test
  void schedulerThatWasAway_isNotLate() {
    plot.begin();
    honest.ends(TRIAL.value(), Outcome.DIVERGED);
    Event ended = given.last(Event.TrialEnded.class);
    Ledger ledger =
        plot.legal()
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
    plot.begin();
    given.reign("another");
    given.submit(Honest.spec("f", Optional.empty(), 0, "resnet18"));
    Ledger ledger = plot.legal();
    assertThat(given.last(Event.RequestsLost.class).replaced()).isEqualTo("topic");
    assertThat(ledger.remove(Event.RequestsLost.class, 0).add(LATER, rejected(1)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
    assertThat(plot.legal().add(given.last(Event.RequestsLost.class)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.LOSSES_TOLD);
  }

  @Test
  void claim_withTheTimeOfThen_mayBeEarlierThanWhatTheOldReignAppended() {
    plot.begin();
    Ledger ledger = plot.legal().add(Duration.ofSeconds(-5), Honest.term(2, 2, 5));
    assertThat(ledger.violations()).isEmpty();
    assertThat(ledger.add(new Event.ReignBegun("log")).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.TIMES_NEVER_BACK);
  }

  @Test
  void behindARecordOfALaterVersion_nothingIsJudged() {
    Auditor auditor = new Auditor();
    Envelope later = new Envelope(2, 1, "log", 0, "", "TrialPondered", Instant.EPOCH);
    auditor.take(new Reading.Voided(0, Optional.empty(), "no record"));
    auditor.take(new Reading.NotUnderstood(1, later, "not known"));
    Event stray = new Event.WorkerLeft("nobody", "i");
    assertThat(
            auditor.take(new Reading.Counted(2, Entry.of(1, "log", 1, "", Instant.EPOCH, stray))))
        .isEmpty();
    assertThat(List.of(auditor.entries(), auditor.voided(), auditor.notUnderstood()))
        .containsExactly(1L, 1L, 1L);
  }

  private int last() {
    return given.all(TrialPlaced.class).size() - 1;
  }
}
