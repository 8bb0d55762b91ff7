package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Memory;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Quarantine;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Slots on which attempts fail by no fault of theirs are left out, and tried again. */
final class RestingTest {
  private static final Duration REST = Quarantine.DEFAULT.probeAfter();

  private final Given given = new Given();

  RestingTest() {
    given.reign(DecisionSettings.DEFAULT);
    given.worker("w", "i", "cpu:0");
  }

  /** Whatever is on the slot ends so, and the next comes there. */
  private void ends(Outcome outcome) {
    Event.TrialPlaced placed = given.last(Event.TrialPlaced.class);
    given.report(
        placed.lead().worker(),
        placed.lead().incarnation(),
        Given.ended(placed.trial().value(), placed.attempt(), 1, outcome));
    given.after(Duration.ofSeconds(30));
  }

  private int placements() {
    return given.all(Event.TrialPlaced.class).size();
  }

  private List<Event.SlotQuarantined> leftOut() {
    return given.all(Event.SlotQuarantined.class);
  }

  /** Two trials failed there three times. */
  private void broken() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16"));
    ends(Outcome.FAILED_INFRASTRUCTURE);
    ends(Outcome.FAILED_INFRASTRUCTURE);
    ends(Outcome.FAILED_INFRASTRUCTURE);
  }

  @Test
  void threeFailuresOfTwoTrials_slotIsLeftOutAndSaysWhy() {
    broken();
    assertThat(leftOut()).hasSize(1);
    assertThat(leftOut().getFirst().reason().told())
        .isEqualTo(
            "attempts that failed on it in a row by no fault of theirs: 3, the last as"
                + " FAILED_INFRASTRUCTURE; it rests for 600 s, or until it is released");
    assertThat(placements()).isEqualTo(3);
    given.worker("v", "j", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).lead().worker()).isEqualTo("v");
  }

  @Test
  void threeFailuresOfOneTrial_isTheTrials() {
    given.submit(Given.spec("e", 0, "resnet18"));
    for (int i = 0; i < 4; i++) {
      ends(Outcome.FAILED_INFRASTRUCTURE);
    }
    assertThat(leftOut()).isEmpty();
  }

  @Test
  void failuresFarApart_orWithASuccessBetween_orByCode_slotIsUsed() {
    given.submit(Given.spec("e", 0, "resnet18", "vgg16", "alexnet", "googlenet"));
    ends(Outcome.FAILED_INFRASTRUCTURE);
    ends(Outcome.FAILED_INFRASTRUCTURE);
    ends(Outcome.SUCCEEDED);
    ends(Outcome.FAILED_INFRASTRUCTURE);
    ends(Outcome.FAILED_CODE);
    ends(Outcome.FAILED_INFRASTRUCTURE);
    given.after(Quarantine.DEFAULT.within());
    ends(Outcome.FAILED_INFRASTRUCTURE);
    assertThat(leftOut()).isEmpty();
  }

  @Test
  void rested_getsTrialsAgain_andRestsAfterOneMoreFailure() {
    broken();
    int before = placements();
    given.after(REST.minusSeconds(31));
    assertThat(placements()).isEqualTo(before);
    given.after(Duration.ofSeconds(31));
    assertThat(given.all(Event.SlotProbed.class))
        .containsExactly(new Event.SlotProbed("w", "cpu:0"));
    assertThat(placements()).isEqualTo(before + 1);
    ends(Outcome.HUNG);
    assertThat(leftOut()).hasSize(2);
  }

  @Test
  void rested_epochEndsWell_nothingIsHeldAgainstIt() {
    broken();
    given.after(REST);
    Event.TrialPlaced placed = given.last(Event.TrialPlaced.class);
    String trial = placed.trial().value();
    given.report("w", "i", Given.started(trial, placed.attempt()));
    given.report("w", "i", Given.epoch(trial, placed.attempt(), 2, 1));
    given.report("w", "i", Given.ended(trial, placed.attempt(), 3, Outcome.FAILED_INFRASTRUCTURE));
    assertThat(leftOut()).hasSize(1);
  }

  @Test
  void release_usesItAtOnce_andOnlyWhatIsLeftOut() {
    broken();
    int before = placements();
    given.act(new Action.Release("w", Optional.of("cpu:7")));
    assertThat(given.last(Event.RequestRejected.class).reasons())
        .containsExactly("slot cpu:7 of w is not left out; of it are: cpu:0");
    given.act(new Action.Release("w", Optional.empty()));
    assertThat(placements()).isEqualTo(before + 1);
    given.act(new Action.Release("w", Optional.empty()));
    assertThat(given.last(Event.RequestRejected.class).reasons())
        .containsExactly("worker w has nothing to release: no slot of it is left out");
  }

  @Test
  void workerRegistersAgain_slotIsStillLeftOut_alsoInARestoredState() {
    broken();
    int before = placements();
    given.worker("w", "i2", "cpu:0");
    assertThat(placements()).isEqualTo(before);
    assertThat(Memory.of(given.state).restored().snapshot()).isEqualTo(given.state.snapshot());
    assertThat(Memory.of(given.state).restored().resting("w")).containsExactly("cpu:0");
  }

  @Test
  void never_isNever() {
    given.reign(DecisionSettings.DEFAULT.with(Quarantine.NEVER));
    broken();
    broken();
    assertThat(leftOut()).isEmpty();
  }
}
