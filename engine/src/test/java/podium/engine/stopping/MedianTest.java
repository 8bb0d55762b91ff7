package podium.engine.stopping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Stopping;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** The median rule, by examples worked out by hand. */
final class MedianTest {
  private final Given given = new Given();

  private void contest(int trials, int minEpochs, int minTrials) {
    given.submit(
        Given.contest(
            "m", trials, 4, new Stopping(Stopping.Rule.MEDIAN, minEpochs, minTrials, 3, 0)));
    given.worker("w", "i", slots(trials));
  }

  private static String[] slots(int count) {
    return java.util.stream.IntStream.range(0, count)
        .mapToObj(i -> "cpu:" + i)
        .toArray(String[]::new);
  }

  /** The trial begins and has these accuracies, in percent. */
  private void trains(int trial, int... percent) {
    String id = "m-1." + trial;
    given.report("w", "i", Given.started(id, 1));
    for (int i = 0; i < percent.length; i++) {
      given.report("w", "i", Given.scored(id, 1, i + 2, i + 1, percent[i]));
    }
  }

  @Test
  void after_bestBelowTheMedianOfAverages_isStoppedWithTheNumbers() {
    contest(4, 2, 3);
    // averages of the others up to epoch 2: 50 %, 30 %, 40 %; their median is 40 %
    trains(1, 40, 60);
    trains(2, 20, 40);
    trains(3, 40, 40);
    trains(4, 39, 10);
    assertThat(given.all(Event.StopOrdered.class))
        .containsExactly(new Event.StopOrdered(new TrialId("m-1.4"), 1, Outcome.STOPPED));
    given.report("w", "i", Given.ended("m-1.4", 1, 4, Outcome.STOPPED));
    assertThat(given.last(Event.AttemptEnded.class).outcome()).isEqualTo(Outcome.STOPPED);
    assertThat(given.last(Event.TrialEnded.class))
        .isEqualTo(
            new Event.TrialEnded(
                new TrialId("m-1.4"),
                TrialStatus.STOPPED,
                new Reason.BelowMedian(2, 0.39, 0.4, 3)));
  }

  @Test
  void after_bestEqualToTheMedian_goesOn() {
    contest(4, 2, 3);
    trains(1, 40, 60);
    trains(2, 20, 40);
    trains(3, 40, 40);
    trains(4, 40, 10);
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
  }

  @Test
  void after_evenNumberOfOthers_medianIsTheMiddleOfTwo() {
    contest(3, 1, 2);
    trains(1, 20);
    trains(2, 40);
    trains(3, 29);
    assertThat(given.state.trial(new TrialId("m-1.3")).orElseThrow().told())
        .contains(new Reason.BelowMedian(1, 0.29, (0.4 + 0.2) / 2, 2));
  }

  @Test
  void after_tooFewOthersOrTooEarly_goesOn() {
    contest(4, 2, 3);
    trains(1, 90, 90);
    trains(2, 90, 90);
    // two others at epoch 2, and three at epoch 1 that does not count
    trains(3, 1, 1);
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    trains(4, 1);
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
  }

  @Test
  void after_lastEpoch_isNotStopped() {
    contest(2, 4, 1);
    trains(1, 90, 90, 90, 90);
    trains(2, 1, 1, 1, 1);
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
  }

  @Test
  void others_thatFailed_stillCount() {
    contest(2, 1, 1);
    trains(1, 90);
    given.report("w", "i", Given.ended("m-1.1", 1, 3, Outcome.DIVERGED));
    trains(2, 10);
    assertThat(given.last(Event.StopOrdered.class).trial()).isEqualTo(new TrialId("m-1.2"));
  }

  @Test
  void success_beforeItIsStopped_counts() {
    contest(2, 3, 1);
    trains(1, 90, 90, 90);
    trains(2, 1, 1, 1);
    given.report("w", "i", Given.scored("m-1.2", 1, 5, 4, 1));
    given.report("w", "i", Given.ended("m-1.2", 1, 6, Outcome.SUCCEEDED));
    assertThat(given.last(Event.TrialEnded.class).status()).isEqualTo(TrialStatus.SUCCEEDED);
  }

  @Test
  void cancel_ofATrialThatIsBeingStopped_wins() {
    contest(2, 1, 1);
    trains(1, 90);
    trains(2, 10);
    given.cancel("m-1.2");
    given.report("w", "i", Given.ended("m-1.2", 1, 3, Outcome.STOPPED));
    assertThat(given.last(Event.TrialEnded.class).status()).isEqualTo(TrialStatus.CANCELLED);
  }

  @Test
  void retry_ofAStoppedTrial_goesOnFromItsCheckpointAndIsNotStoppedAgain() {
    contest(2, 1, 1);
    trains(1, 90, 90);
    trains(2, 10);
    given.report("w", "i", Given.ended("m-1.2", 1, 3, Outcome.STOPPED));
    given.act(new podium.protocol.request.Action.Retry("m-1.2", false));
    Event.TrialPlaced again = given.last(Event.TrialPlaced.class);
    assertThat(again.trial()).isEqualTo(new TrialId("m-1.2"));
    assertThat(again.checkpoints()).extracting(it -> it.epoch()).isEqualTo(List.of(1));
    given.report("w", "i", Given.resumed("m-1.2", 2, 1));
    given.report("w", "i", Given.scored("m-1.2", 2, 2, 2, 10));
    assertThat(given.all(Event.StopOrdered.class)).hasSize(1);
  }
}
