package podium.engine.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Trial;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Asynchronous successive halving, by examples worked out by hand. */
final class AshaTest {
  private static final Stopping ASHA = new Stopping(Stopping.Rule.ASHA, 1, 3, 3, 0);

  private final Given given = new Given();

  /** Accuracy of each trial in percent, the same at every epoch. */
  private final Map<TrialId, Integer> percent = new HashMap<>();

  private void contest(int epochs, Stopping rule, int... itsPercent) {
    given.submit(Given.contest("a", itsPercent.length, epochs, rule));
    for (int i = 0; i < itsPercent.length; i++) {
      percent.put(trial(i + 1), itsPercent[i]);
    }
  }

  private static TrialId trial(int number) {
    return new TrialId("a-1." + number);
  }

  private Trial state(int number) {
    return given.state.trial(trial(number)).orElseThrow();
  }

  /** Whatever is placed trains until it ends, one epoch after the other. */
  private void runAll() {
    for (List<Trial> running = running(); !running.isEmpty(); running = running()) {
      running.forEach(this::step);
    }
  }

  private List<Trial> running() {
    return new ArrayList<>(given.state.heldBy("w"));
  }

  private void step(Trial trial) {
    int attempt = trial.attempt();
    long next = trial.lastSequence(attempt) + 1;
    String id = trial.id().value();
    if (trial.stopping().isPresent()) {
      given.report(
          "w", "i", Given.ended(id, attempt, next, trial.stopping().get().why().outcome()));
    } else if (next == 1) {
      int from = trial.checkpoints().newest().map(it -> it.reference().epoch()).orElse(0);
      given.report("w", "i", Given.resumed(id, attempt, from));
    } else if (trial.lastEpoch() == trial.spec().recipe().epochs()) {
      given.report("w", "i", Given.ended(id, attempt, next, Outcome.SUCCEEDED));
    } else {
      int epoch = trial.lastEpoch() + 1;
      given.report(
          "w", "i", Given.scored(id, attempt, next, epoch, percent.getOrDefault(trial.id(), 0)));
    }
  }

  /**
   * Nine trials of 9 epochs on one slot; eta is 3, so rungs are epochs 1 and 3. They come in the
   * order of their numbers with these accuracies:
   *
   * <pre>
   * trial  1   2   3   4   5   6   7   8   9
   *       10  50  20  30  70  40  60  80  90
   * </pre>
   *
   * At rung 1, with n results the best floor(n/3) go on:
   *
   * <ul>
   *   <li>1, 2: n = 1, 2, nobody goes on. 3: n = 3, one goes on, the best is 2: promoted. It waits
   *       for the slot behind 3, but before 4 by acceptance, trains epochs 2 and 3 and is held at
   *       rung 3 (n = 1).
   *   <li>4: n = 4, place 2, held. 5: n = 5, one goes on, and it is place 1: goes on at once,
   *       without a stop, and is held at rung 3 (n = 2).
   *   <li>6: n = 6, two go on: 5 (passed) and 2 (passed); 6 is place 3, held. 7: n = 7, two go on:
   *       5 and 7; it is place 2: goes on at once, is held at rung 3 as place 2 of 3, and with n =
   *       3 there the best, 5, is promoted: it trains to the end.
   *   <li>8: n = 8, two go on, place 1: goes on at once; at rung 3, n = 4, it is place 1 of 4 and
   *       one goes on: it goes on at once, to the end.
   *   <li>9: n = 9, three go on, place 1: goes on at once; at rung 3, n = 5, place 1: to the end.
   *   <li>Then nobody runs. At rung 1 the best three are 9, 8 and 5, all passed; at rung 3 the best
   *       one of five is 9, passed. 1, 3, 4, 6 (rung 1) and 2, 7 (rung 3) are stopped: the highest
   *       rung first, the best first: 7, 2, 6, 4, 3, 1.
   * </ul>
   */
  @Test
  void nineTrials_onOneSlot_arePromotedAsWorkedOutByHand() {
    contest(9, ASHA, 10, 50, 20, 30, 70, 40, 60, 80, 90);
    given.worker("w", "i", "cpu:0");
    runAll();
    assertThat(given.all(Event.TrialPromoted.class))
        .containsExactly(
            new Event.TrialPromoted(trial(2), 1, new Reason.Promoted(1, 1, 3)),
            new Event.TrialPromoted(trial(5), 3, new Reason.Promoted(3, 1, 3)));
    assertThat(given.all(Event.TrialPaused.class))
        .extracting(Event.TrialPaused::reason)
        .containsExactly(
            new Reason.AtRung(1, 0.1, 1, 1),
            new Reason.AtRung(1, 0.5, 1, 2),
            new Reason.AtRung(1, 0.2, 2, 3),
            new Reason.AtRung(3, 0.5, 1, 1),
            new Reason.AtRung(1, 0.3, 2, 4),
            new Reason.AtRung(3, 0.7, 1, 2),
            new Reason.AtRung(1, 0.4, 3, 6),
            new Reason.AtRung(3, 0.6, 2, 3));
    assertThat(ended(TrialStatus.SUCCEEDED)).containsExactly(trial(5), trial(8), trial(9));
    assertThat(ended(TrialStatus.STOPPED))
        .containsExactly(trial(7), trial(2), trial(6), trial(4), trial(3), trial(1));
    assertThat(given.all(Event.EpochCompleted.class))
        .as("5 trials at 1 epoch are 4, 2 at 3, 3 at 9")
        .hasSize(4 + 2 * 3 + 3 * 9);
  }

  private List<TrialId> ended(TrialStatus as) {
    return given.all(Event.TrialEnded.class).stream()
        .filter(it -> it.status() == as)
        .map(Event.TrialEnded::trial)
        .toList();
  }

  @Test
  void equalTrials_areRankedByAcceptance() {
    contest(9, ASHA, 50, 50, 50);
    given.worker("w", "i", "cpu:0", "cpu:1", "cpu:2");
    runAll();
    assertThat(given.all(Event.TrialPromoted.class).getFirst())
        .isEqualTo(new Event.TrialPromoted(trial(1), 1, new Reason.Promoted(1, 1, 3)));
  }

  @Test
  void tooFewForAPromotion_theBestThatIsLeftIsTrainedToTheEnd() {
    contest(9, ASHA, 10, 30);
    given.worker("w", "i", "cpu:0");
    runAll();
    assertThat(given.all(Event.TrialPromoted.class))
        .containsExactly(
            new Event.TrialPromoted(trial(2), 1, new Reason.BestLeft(1)),
            new Event.TrialPromoted(trial(2), 3, new Reason.BestLeft(3)));
    assertThat(ended(TrialStatus.SUCCEEDED)).containsExactly(trial(2));
    assertThat(given.last(Event.TrialEnded.class))
        .isEqualTo(
            new Event.TrialEnded(
                trial(1), TrialStatus.STOPPED, new Reason.NotPromoted(1, 0.1, 2, 2)));
  }

  @Test
  void maxEpochs_noRungAtItOrAbove() {
    contest(9, new Stopping(Stopping.Rule.ASHA, 1, 3, 3, 3), 10, 20, 30);
    given.worker("w", "i", "cpu:0");
    runAll();
    assertThat(given.all(Event.TrialPaused.class))
        .extracting(Event.TrialPaused::reason)
        .allSatisfy(it -> assertThat(((Reason.AtRung) it).epoch()).isEqualTo(1));
    assertThat(ended(TrialStatus.SUCCEEDED)).containsExactly(trial(3));
  }

  @Test
  void trialOfFewerEpochs_isNotHeldAtItsLast() {
    contest(1, ASHA, 10, 20);
    given.worker("w", "i", "cpu:0");
    runAll();
    assertThat(ended(TrialStatus.SUCCEEDED)).containsExactly(trial(1), trial(2));
    assertThat(given.all(Event.TrialPaused.class)).isEmpty();
  }

  /** Trial 1 is held at rung 1, and trial 2 waits for people. */
  private void oneHeld() {
    contest(9, ASHA, 10, 20);
    given.act(new Action.Pause("a-1.2", false));
    given.worker("w", "i", "cpu:0");
    runAll();
    assertThat(state(1).state()).isEqualTo(Trial.State.HELD);
  }

  @Test
  void resume_ofAHeldTrial_isRefusedSinceNobodyPausedIt() {
    oneHeld();
    given.act(new Action.Resume("a-1.1"));
    assertThat(given.last(Event.RequestRejected.class).reasons().getFirst())
        .contains("nothing of it is paused");
  }

  @Test
  void pauseAndResume_ofAHeldTrial_leaveItHeld() {
    oneHeld();
    given.act(new Action.Pause("a-1.1", false));
    assertThat(state(1).state()).isEqualTo(Trial.State.HELD);
    given.act(new Action.Resume("a-1.1"));
    assertThat(state(1).state()).isEqualTo(Trial.State.HELD);
    assertThat(given.last(Event.TrialPaused.class).reason())
        .isEqualTo(new Reason.AtRung(1, 0.1, 1, 1));
  }

  @Test
  void heldTrialThatPeoplePaused_isNotStoppedAndWaitsForThemWhenPromoted() {
    oneHeld();
    given.act(new Action.Pause("a-1.1", false));
    given.cancel("a-1.2");
    assertThat(state(1).state()).isEqualTo(Trial.State.HELD);
    given.act(new Action.Resume("a-1.1"));
    assertThat(given.last(Event.TrialPromoted.class))
        .isEqualTo(new Event.TrialPromoted(trial(1), 1, new Reason.BestLeft(1)));
  }

  @Test
  void cancel_ofAHeldTrial_endsIt() {
    oneHeld();
    given.cancel("a-1.1");
    assertThat(state(1).status()).isEqualTo(TrialStatus.CANCELLED);
  }

  @Test
  void loss_onTheWayToARung_isHeldAllTheSame() {
    contest(9, ASHA, 10, 20);
    given.worker("w", "i", "cpu:0");
    step(running().getFirst());
    step(running().getFirst());
    given.when(new podium.engine.decide.Command.Leave("w", "i"));
    assertThat(state(1).state()).isEqualTo(Trial.State.HELD);
  }

  @Test
  void retry_ofAStoppedTrial_isTrainedToTheEnd() {
    contest(9, ASHA, 10, 30);
    given.worker("w", "i", "cpu:0");
    runAll();
    given.act(new Action.Retry("a-1.1", false));
    assertThat(given.last(Event.TrialPlaced.class).checkpoints().getFirst().epoch()).isEqualTo(1);
    runAll();
    assertThat(state(1).status()).isEqualTo(TrialStatus.SUCCEEDED);
  }
}
