package podium.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.OwnerShare;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.Limits;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Every trial that waits can say why. */
final class WaitsTest {
  private final Given given = new Given();

  private Map<TrialId, Wait> waits() {
    return Waits.of(given.state, given.now());
  }

  private Wait wait(String trial) {
    return Optional.ofNullable(waits().get(new TrialId(trial))).orElseThrow();
  }

  @Test
  void noFreeSlot_placesByTheRule() {
    given.reign(DecisionSettings.DEFAULT.withPlacement("shortest"));
    given.worker("w", "i", "cpu:0");
    given.submit(Given.spec("runs", 0, "resnet18"));
    given.submit(Given.epochs(Given.spec("long", 0, "resnet18"), 20));
    given.submit(Given.epochs(Given.spec("short", 0, "resnet18"), 3));
    assertThat(waits())
        .containsExactly(
            Map.entry(new TrialId("short-1.1"), new Wait.NoFreeSlot(0)),
            Map.entry(new TrialId("long-1.1"), new Wait.NoFreeSlot(1)));
    assertThat(wait("short-1.1").told()).isEqualTo("for the next free slot");
    assertThat(wait("long-1.1").told()).isEqualTo("for a free slot, behind 1 other");
    assertThat(new Wait.NoFreeSlot(2).told()).isEqualTo("for a free slot, behind 2 others");
  }

  @Test
  void nobodyHasWhatItNeeds_saysWhat() {
    given.submit(Given.spec("e", 0, "resnet18"));
    assertThat(wait("e-1.1")).isEqualTo(new Wait.NotOffered("a slot"));
    given.worker("w", "i", "cpu:0");
    given.submit(Given.spec("g", Optional.empty(), 0, Device.CUDA, "resnet18"));
    assertThat(wait("g-1.1").told())
        .isEqualTo("for a worker that has a slot of cuda; none that is there has");
  }

  @Test
  void limits_sayWhoseTheyAre() {
    given.reign(DecisionSettings.DEFAULT.withOwners(Map.of("ada", new OwnerShare(1, 1))));
    given.worker("w", "i", "cpu:0", "cpu:1", "cpu:2", "cpu:3");
    given.submit(Given.limited(Given.seeds("e", 2), new Limits(0, 0, 0, 1)));
    given.submit(Given.owned(Given.seeds("f", 2), "ada"));
    assertThat(wait("e-1.2")).isEqualTo(new Wait.Limit("experiment e-1", 1, 1));
    assertThat(wait("f-1.2").told())
        .isEqualTo("for a slot of its own: owner ada may have 1, and has them");
  }

  @Test
  void slotsThatTakeNothing_areTold() {
    given.worker("w", "i", "cpu:0");
    given.act(new Action.Drain("w", Optional.of("cpu:0")));
    given.submit(Given.spec("e", 0, "resnet18"));
    assertThat(wait("e-1.1")).isEqualTo(new Wait.Closed());
  }

  @Test
  void backOff_makingWay_andCheckpointsElsewhere_areTold() {
    given.workerAt("x", "w", "i", "cpu:0");
    given.submit(Given.spec("e", 0, "resnet18"));
    given.report("w", "i", Given.ended("e-1.1", 1, 1, Outcome.FAILED_CODE));
    assertThat(wait("e-1.1")).isInstanceOf(Wait.BackOff.class);
    given.after(Duration.ofSeconds(30));
    given.report("w", "i", Given.started("e-1.1", 2));
    given.report("w", "i", Given.epoch("e-1.1", 2, 2, 1));
    given.submit(Given.preempting(Given.spec("high", 5, "resnet18")));
    assertThat(wait("high-1.1")).isEqualTo(new Wait.MakingWay(new TrialId("e-1.1")));
    given.act(new Action.Cancel("high-1"));
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    given.after(Duration.ofMinutes(5));
    assertThat(wait("e-1.1"))
        .isInstanceOfSatisfying(
            Wait.CheckpointAway.class, away -> assertThat(away.epoch()).isEqualTo(1));
  }

  @Test
  void paused_waitsForPeople() {
    given.submit(Given.spec("e", 0, "resnet18"));
    given.act(new Action.Pause("e-1", false));
    assertThat(waits()).isEmpty();
    assertThat(Waits.ofPaused(given.state.trial(new TrialId("e-1.1")).orElseThrow()))
        .contains(new Wait.OfPeople());
  }
}
