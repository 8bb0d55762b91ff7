package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.Trial;
import podium.protocol.event.Deadlines;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.Limits;
import podium.protocol.id.TrialId;
import podium.protocol.report.CheckpointRef;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Attempts make way for waiting trials of higher priority, where those ask for it. */
final class PreemptingTest {
  private static final Duration GRACE = Deadlines.DEFAULT.makeWayWithin();

  private final Given given = new Given();

  private Trial trial(String id) {
    return given.state.trial(new TrialId(id)).orElseThrow();
  }

  /** Slots with trials of priority 0 that have trained an epoch, the last placed the youngest. */
  private void busy(int slots) {
    String[] names = new String[slots];
    for (int i = 0; i < slots; i++) {
      names[i] = "cpu:" + i;
    }
    given.worker("w", "i", names);
    for (int i = 1; i <= slots; i++) {
      given.submit(Given.spec("low", 0, "resnet18"));
      trains("low-" + i + ".1", 1);
      given.at(given.now().plusSeconds(1));
    }
  }

  private void trains(String id, int attempt) {
    given.report("w", "i", Given.started(id, attempt));
    int from = trial(id).lastEpoch();
    given.report("w", "i", Given.epoch(id, attempt, 2, from + 1));
  }

  private void urgent(int priority) {
    given.submit(Given.preempting(Given.spec("high", priority, "resnet18")));
  }

  private List<Event.PreemptionOrdered> ordered() {
    return given.all(Event.PreemptionOrdered.class);
  }

  @Test
  void higherPriority_waits_youngestMakesWayAtItsEpochsEndAndGoesOnLater() {
    busy(2);
    urgent(5);
    assertThat(ordered())
        .containsExactly(
            new Event.PreemptionOrdered(new TrialId("low-2.1"), 1, new TrialId("high-1.1")));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();

    given.report("w", "i", Given.epoch("low-2.1", 1, 3, 2));
    assertThat(given.last(Event.StopOrdered.class))
        .isEqualTo(new Event.StopOrdered(new TrialId("low-2.1"), 1, Outcome.PREEMPTED));
    given.report("w", "i", Given.ended("low-2.1", 1, 4, Outcome.PREEMPTED));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("high-1.1"));
    Trial victim = trial("low-2.1");
    assertThat(victim.status()).isEqualTo(TrialStatus.QUEUED);
    assertThat(victim.losses() + victim.codeFailures() + victim.fruitless()).isZero();
    assertThat(victim.rank()).isEqualTo(1);

    given.report("w", "i", Given.ended("high-1.1", 1, 1, Outcome.SUCCEEDED));
    Event.TrialPlaced again = given.last(Event.TrialPlaced.class);
    assertThat(again.trial()).isEqualTo(new TrialId("low-2.1"));
    assertThat(again.checkpoints().stream().map(CheckpointRef::epoch)).startsWith(2);
  }

  @Test
  void epochLongerThanTheGrace_stopsAtTheNextBatch() {
    busy(1);
    urgent(1);
    given.after(GRACE.minusMillis(1));
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    given.after(Duration.ofMillis(1));
    assertThat(given.last(Event.StopOrdered.class).why()).isEqualTo(Outcome.PREEMPTED);
  }

  @Test
  void equalPriority_orNotAskedFor_nobodyMakesWay() {
    busy(1);
    urgent(0);
    given.submit(Given.spec("patient", 9, "resnet18"));
    given.after(GRACE);
    assertThat(ordered()).isEmpty();
  }

  @Test
  void lastEpoch_completes_itSucceedsAndNothingStopsIt() {
    busy(1);
    int epochs = trial("low-1.1").spec().recipe().epochs();
    for (int epoch = 2; epoch < epochs; epoch++) {
      given.report("w", "i", Given.epoch("low-1.1", 1, epoch + 1L, epoch));
    }
    urgent(5);
    given.report("w", "i", Given.epoch("low-1.1", 1, epochs + 1L, epochs));
    assertThat(ordered()).hasSize(1);
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    given.report("w", "i", Given.ended("low-1.1", 1, epochs + 2L, Outcome.SUCCEEDED));
    assertThat(trial("low-1.1").status()).isEqualTo(TrialStatus.SUCCEEDED);
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("high-1.1"));
  }

  @Test
  void waitingTrial_cancelledOrPausedOrServedElsewhere_nobodyMakesWayAnyMore() {
    for (Action action : List.of(new Action.Cancel("high-1"), new Action.Pause("high-1", false))) {
      PreemptingTest its = new PreemptingTest();
      its.busy(1);
      its.urgent(5);
      its.given.act(action);
      its.goesOn();
    }
    busy(1);
    urgent(5);
    given.worker("v", "j", "cpu:0");
    assertThat(given.last(Event.TrialPlaced.class).lead().worker()).isEqualTo("v");
    goesOn();
  }

  private void goesOn() {
    given.report("w", "i", Given.epoch("low-1.1", 1, 3, 2));
    given.after(GRACE);
    assertThat(given.all(Event.StopOrdered.class)).isEmpty();
    assertThat(trial("low-1.1").state()).isEqualTo(Trial.State.RUNNING);
  }

  @Test
  void madeWayBefore_isSparedByOneStepForEachTime() {
    busy(1);
    for (int times = 1; times <= 3; times++) {
      urgent(times);
      int attempt = trial("low-1.1").attempt();
      assertThat(ordered()).hasSize(times);
      given.after(GRACE);
      given.report("w", "i", Given.ended("low-1.1", attempt, 3, Outcome.PREEMPTED));
      String high = given.last(Event.TrialPlaced.class).trial().value();
      assertThat(high).isEqualTo("high-" + times + ".1");
      given.report("w", "i", Given.ended(high, 1, 1, Outcome.SUCCEEDED));
      trains("low-1.1", attempt + 1);
    }
    urgent(3);
    given.after(GRACE);
    assertThat(ordered()).as("three times spared: 3 is not above it").hasSize(3);
    urgent(4);
    assertThat(ordered()).hasSize(4);
  }

  @Test
  void limitOfSlots_noMoreMakeWayThanCanBeTaken() {
    busy(3);
    given.submit(
        Given.limited(
            Given.spec("high", 5, "resnet18", "vgg16", "alexnet"), new Limits(0, 0, 0, 2)));
    assertThat(ordered()).isEmpty();
    given.submit(
        Given.preempting(
            Given.limited(
                Given.spec("more", 6, "resnet18", "vgg16", "alexnet"), new Limits(0, 0, 0, 2))));
    assertThat(ordered()).hasSize(2);
  }

  @Test
  void slotThatCouldNotBeTaken_isNotFreed() {
    given.worker("w", "i", "cuda:0");
    given.submit(Given.spec("low", 0, "resnet18"));
    trains("low-1.1", 1);
    given.submit(Given.preempting(Given.spec("high", Optional.empty(), 5, Device.CPU, "resnet18")));
    assertThat(ordered()).isEmpty();
    given.act(new Action.Drain("w", Optional.empty()));
    urgent(5);
    assertThat(ordered()).isEmpty();
  }

  @Test
  void workerOfTheVictimIsLost_anotherMakesWay() {
    busy(1);
    given.worker("v", "j", "cpu:0");
    given.submit(Given.spec("other", 1, "resnet18"));
    given.report("v", "j", Given.started("other-1.1", 1));
    urgent(5);
    assertThat(ordered().getLast().trial()).isEqualTo(new TrialId("low-1.1"));
    given.when(new Command.Silence("w", "i", Duration.ofSeconds(9)));
    assertThat(ordered().getLast().trial()).isEqualTo(new TrialId("other-1.1"));
  }
}
