package podium.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static podium.engine.audit.Plot.LATER;
import static podium.engine.audit.Plot.TRIAL;
import static podium.engine.audit.Plot.on;
import static podium.engine.audit.Plot.placed;
import static podium.engine.audit.Plot.rejected;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.protocol.event.Event;
import podium.protocol.event.Event.TrialPlaced;
import podium.protocol.event.Holding;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Rules of attempts that are lost, return, are told to stop or may still be on a slot. */
final class AttemptViolationsTest {
  private final Plot plot = new Plot();
  private final Given given = plot.given;
  private final Honest honest = plot.honest;

  /** Its trainer stands still and is not heard to stop; another process may be at it. */
  private void stuck() {
    given.when(new Command.Quiet(TRIAL, 1, Duration.ofDays(1)));
    given.after(Duration.ofMinutes(2));
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.HUNG);
  }

  @Test
  void slot_whoseAttemptEndedUntold_isStuckUntilItsWorkerSaysOtherwise() {
    plot.begin();
    stuck();
    Event placed = placed("e-1.2", 1, "a", "cpu:0");
    assertThat(plot.legal().add(placed).violations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.invariant()).isEqualTo(Invariant.ONE_ATTEMPT_A_SLOT);
              assertThat(it.withoutEffect()).isTrue();
              assertThat(it.what()).contains("attempt 1 of e-1.1 may still be");
            });
    assertThat(plot.legal().add(new Event.SlotFreed("a", "a1", "cpu:0")).add(placed).violations())
        .isEmpty();
  }

  @Test
  void slot_onWhichAWorkerHoldsAnOldAttempt_isStuck() {
    plot.begin();
    given.worker("b", "b1", "cpu:0");
    given.cancel("e-1.2");
    given.workerWith(
        List.of(new Holding(new TrialId("e-1.2"), 7, "cpu:0", 1, true)), "c", "c1", "cpu:0");
    assertThat(plot.legal().add(placed("e-1.2", 2, "c", "cpu:0")).violations()).isNotEmpty();
    honest.ends("e-1.2", Outcome.CANCELLED);
    given.submit(Honest.spec("f", Optional.empty(), 0, "resnet18"));
    assertThat(
            plot.legal()
                .change(
                    TrialPlaced.class,
                    given.all(TrialPlaced.class).size() - 1,
                    it -> on(it, "c", "cpu:0"))
                .violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.ONE_ATTEMPT_A_SLOT);
  }

  @Test
  void lostAttempt_ofAWorkerThatHoldsItsReports_goesOnWithoutASlot() {
    plot.begin();
    plot.lost();
    given.when(
        Given.registerWith(
            List.of(new Holding(TRIAL, 1, "cpu:0", 3, false)), "x", "a", "a2", "cpu:0"));
    assertThat(given.all(Event.AttemptReadopted.class)).hasSize(1);
    assertThat(given.last(TrialPlaced.class).trial()).isEqualTo(new TrialId("e-1.2"));
    honest.trains(TRIAL.value());
    assertThat(plot.legal().remove(Event.AttemptReadopted.class, 0).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.ADRIFT_NOT_COUNTED);
  }

  @Test
  void lostAttempt_thatNobodyHolds_endsAtOnce() {
    plot.begin();
    plot.lost();
    given.workerAt("x", "a", "a2", "cpu:0");
    Ledger ledger =
        plot.legal().remove(Event.AttemptEnded.class, 0).remove(Event.TrialRequeued.class, 0);
    assertThat(ledger.add(LATER, rejected(9)).violations())
        .extracting(Violation::invariant)
        .contains(Invariant.DUE_WAS_DONE);
  }

  @Test
  void lostAttempt_whoseWorkerStaysAway_waitsAsLongAsTheSettingsSay() {
    plot.begin();
    plot.lost();
    Event ended = new Event.AttemptEnded(TRIAL, 1, 0, Outcome.LOST_WORKER, "", false);
    assertThat(plot.legal().add(Duration.ofSeconds(14), ended).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.ENDED_BY_WHO_KNOWS);
    assertThat(plot.legal().add(Duration.ofSeconds(15), ended).violations()).isEmpty();
    assertThat(plot.legal().add(Duration.ofMinutes(5), rejected(9)).violations()).isEmpty();
    assertThat(plot.legal().add(Duration.ofSeconds(302), rejected(9)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
  }

  @Test
  void stop_thatIsNotObeyed_endsTheAttemptInTime() {
    plot.begin();
    given.when(new Command.Quiet(TRIAL, 1, Duration.ofDays(1)));
    Event ended = new Event.AttemptEnded(TRIAL, 1, 0, Outcome.HUNG, "", false);
    assertThat(plot.legal().add(Duration.ofSeconds(59), ended).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.ENDED_BY_WHO_KNOWS);
    assertThat(plot.legal().add(Duration.ofSeconds(60), ended).violations()).isEmpty();
    assertThat(plot.legal().add(Duration.ofSeconds(62), rejected(9)).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.DUE_WAS_DONE);
  }

  @Test
  void cancelledTrial_whoseAttemptSucceeded_endsCancelled() {
    plot.begin();
    honest.trains(TRIAL.value());
    honest.trains(TRIAL.value());
    given.cancel(TRIAL.value());
    honest.ends(TRIAL.value(), Outcome.SUCCEEDED);
    Ledger ledger = plot.legal();
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
    plot.begin();
    given.worker("b", "b1", "cpu:0", "cpu:1");
    given.when(new Command.Leaving("b", "b1"));
    given.submit(Honest.spec("f", Optional.empty(), 0, "resnet18"));
    assertThat(plot.legal().add(placed("f-1.1", 1, "b", "cpu:1")).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.PLACED_ON_A_LIVE_WORKER);
  }

  private void changed(long epochSeconds) {
    given.act(
        new Action.Change(
            "e-1",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(epochSeconds)));
  }

  @Test
  void timeout_byTheLimitThatStandsThen_isNoViolationAndByOneOfBeforeIs() {
    plot.begin();
    changed(10);
    given.after(Duration.ofSeconds(60));
    changed(100);
    given.after(Duration.ofSeconds(20));
    Event stop = new Event.StopOrdered(TRIAL, 1, Outcome.TIMEOUT);
    assertThat(plot.legal().add(stop).violations())
        .extracting(Violation::invariant)
        .containsExactly(Invariant.STOPPED_WITH_CAUSE);
    given.after(Duration.ofSeconds(80));
    assertThat(given.last(Event.StopOrdered.class)).isEqualTo(stop);
    assertThat(plot.legal().violations()).isEmpty();
  }

  @Test
  void timeout_ofAShorterLimitThatIsOver_isDueAtOnce() {
    plot.begin();
    given.after(Duration.ofMinutes(10));
    changed(10);
    assertThat(given.last(Event.StopOrdered.class).why()).isEqualTo(Outcome.TIMEOUT);
    assertThat(
            plot.legal()
                .remove(Event.StopOrdered.class, 0)
                .add(Duration.ofSeconds(2), new Event.WorkerLeaving("a", "a1"))
                .violations())
        .extracting(Violation::invariant)
        .contains(Invariant.DUE_WAS_DONE);
  }
}
