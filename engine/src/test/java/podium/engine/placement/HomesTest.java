package podium.engine.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.decide.Command;
import podium.protocol.event.Deadlines;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** Law 11: a trial waits a bounded time for a worker that sees its checkpoints. */
final class HomesTest {
  private static final Duration WAIT = Duration.ofMinutes(2);

  private final Given given = new Given();

  /** The trial has trained so many epochs on worker a, which is lost then. */
  private void lostAfter(int epochs) {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.workerAt("x", "a", "a1", "cpu:0");
    given.report("a", "a1", Given.started("mine-1.1", 1));
    for (int epoch = 1; epoch <= epochs; epoch++) {
      given.report("a", "a1", Given.epoch("mine-1.1", 1, epoch + 1L, epoch));
    }
    lose("a", "a1");
  }

  /** It is lost, and does not return in time. */
  private void lose(String worker, String incarnation) {
    given.when(new Command.Silence(worker, incarnation, Duration.ofSeconds(9)));
    given.after(Deadlines.DEFAULT.readoptWithin());
  }

  private Event.TrialPlaced placed() {
    return given.last(Event.TrialPlaced.class);
  }

  private List<Event.TrialRestarted> restarts() {
    return given.all(Event.TrialRestarted.class);
  }

  @Test
  void lost_workerOfAnotherFolder_doesNotGetItBeforeTheWaitIsOver() {
    lostAfter(3);
    given.workerAt("y", "b", "b1", "cpu:0");
    given.after(WAIT.minusMillis(1));
    assertThat(placed().attempt()).isEqualTo(1);
    assertThat(restarts()).isEmpty();
    assertThat(given.last(Event.TrialRequeued.class).reason().told())
        .isEqualTo(
            "LOST_WORKER: its worker is gone; waits up to 120 s for a worker that sees its"
                + " checkpoint of epoch 3 (home x, written by a)");

    given.after(Duration.ofMillis(1));
    assertThat(restarts())
        .containsExactly(
            new Event.TrialRestarted(
                new TrialId("mine-1.1"),
                0,
                new Reason.CheckpointOutOfReach(
                    new Reason.CheckpointAway(Duration.ofMinutes(2), 3, "x", "a"), 0)));
    assertThat(restarts().getFirst().reason().told())
        .isEqualTo(
            "waited 120 s for a worker that sees its checkpoint of epoch 3 (home x, written by a);"
                + " none came, so it goes on from epoch 0");
    assertThat(placed().lead().worker()).isEqualTo("b");
    assertThat(placed().attempt()).isEqualTo(2);
    assertThat(placed().checkpoints()).isEmpty();
  }

  @Test
  void lost_itsWorkerReturnsInTime_goesOnThereFromItsCheckpoint() {
    lostAfter(3);
    given.workerAt("y", "b", "b1", "cpu:0");
    given.after(WAIT.minusMillis(1));
    given.workerAt("x", "a", "a2", "cpu:0");
    assertThat(placed().lead().worker()).isEqualTo("a");
    assertThat(placed().checkpoints())
        .extracting("path")
        .containsExactly("mine-1.1/1/3", "mine-1.1/1/2", "mine-1.1/1/1");
    given.after(WAIT.multipliedBy(3));
    assertThat(restarts()).isEmpty();
  }

  @Test
  void lost_anotherWorkerOfTheSameFolder_goesOnThereAtOnce() {
    lostAfter(1);
    given.workerAt("x", "b", "b1", "cpu:0");
    assertThat(placed().lead().worker()).isEqualTo("b");
    assertThat(placed().checkpoints()).hasSize(1);
  }

  @Test
  void lost_beforeItsFirstCheckpoint_placedAnywhereAtOnce() {
    lostAfter(0);
    given.workerAt("y", "b", "b1", "cpu:0");
    assertThat(placed().lead().worker()).isEqualTo("b");
  }

  @Test
  void waiting_trial_blocksNobody() {
    lostAfter(2);
    given.submit(Given.spec("behind", -1, "resnet18"));
    given.workerAt("y", "b", "b1", "cpu:0");
    assertThat(placed().trial()).isEqualTo(new TrialId("behind-1.1"));
  }

  @Test
  void wait_whileAWorkerOfItsFolderIsBusy_hasNoEnd() {
    given.submit(Given.spec("mine", 0, "resnet18", "vgg16"));
    given.workerAt("x", "a", "a1", "cpu:0");
    given.report("a", "a1", Given.started("mine-1.1", 1));
    given.report("a", "a1", Given.epoch("mine-1.1", 1, 2, 1));
    given.report("a", "a1", Given.ended("mine-1.1", 1, 3, Outcome.FAILED_CODE));
    assertThat(placed().trial()).as("its place is taken").isEqualTo(new TrialId("mine-1.2"));
    given.workerAt("y", "b", "b1", "cpu:0");
    given.after(WAIT.multipliedBy(10));
    assertThat(restarts()).isEmpty();

    given.when(new Command.Silence("a", "a1", Duration.ofSeconds(9)));
    given.after(WAIT.minusMillis(1));
    assertThat(restarts()).as("the wait begins when its worker is gone").isEmpty();
    given.after(Duration.ofMillis(1));
    assertThat(restarts()).extracting("trial").containsExactly(new TrialId("mine-1.1"));
  }

  @Test
  void restarted_trial_remembersItsNewCheckpointsAlone() {
    lostAfter(3);
    given.workerAt("y", "b", "b1", "cpu:0");
    given.after(WAIT);
    given.report("b", "b1", Given.started("mine-1.1", 2));
    given.report("b", "b1", Given.epoch("mine-1.1", 2, 2, 1));
    lose("b", "b1");
    given.workerAt("x", "a", "a2", "cpu:0");
    assertThat(placed().attempt()).as("a has no part in attempt 2").isEqualTo(2);
    given.workerAt("y", "b", "b2", "cpu:0");
    assertThat(placed().lead().worker()).isEqualTo("b");
    assertThat(placed().checkpoints()).extracting("path").containsExactly("mine-1.1/2/1");
  }

  @Test
  void waitedOut_withAnOlderCheckpointOfAKnownPlace_goesOnFromThat() {
    given.submit(Given.spec("mine", 0, "resnet18"));
    given.workerAt("", "old", "o1", "cpu:0");
    given.report("old", "o1", Given.started("mine-1.1", 1));
    given.report("old", "o1", Given.epoch("mine-1.1", 1, 2, 1));
    lose("old", "o1");
    given.workerAt("x", "a", "a1", "cpu:0");
    assertThat(placed().checkpoints()).as("a folder not known is worth a try").hasSize(1);
    given.report("a", "a1", Given.resumed("mine-1.1", 2, 1));
    given.report("a", "a1", Given.epoch("mine-1.1", 2, 2, 2));
    lose("a", "a1");
    given.workerAt("", "old", "o2", "cpu:0");
    given.after(WAIT);
    assertThat(restarts()).extracting("fromEpoch").containsExactly(1);
    assertThat(placed().lead().worker()).isEqualTo("old");
    assertThat(placed().checkpoints()).extracting("path").containsExactly("mine-1.1/1/1");
  }

  @Test
  void wait_beginsAnewWithATerm() {
    lostAfter(1);
    given.workerAt("y", "b", "b1", "cpu:0");
    given.after(WAIT.minusSeconds(1));
    given.fold(
        new Event.SchedulerStarted(
            podium.protocol.event.DecisionSettings.DEFAULT, "", NodeAddress.UNKNOWN));
    given.after(WAIT.minusMillis(1));
    assertThat(restarts()).isEmpty();
    given.after(Duration.ofMillis(1));
    assertThat(restarts()).hasSize(1);
  }

  @Test
  void worker_thatLostItsFolder_isNotTakenForWhatItWas() {
    lostAfter(3);
    given.workerAt("new", "a", "a2", "cpu:0");
    assertThat(placed().attempt()).isEqualTo(1);
    given.after(WAIT);
    assertThat(placed().lead().incarnation()).isEqualTo("a2");
    assertThat(placed().checkpoints()).isEmpty();
  }

  @Test
  void register_withoutAPlaceForItsDevice_doesNotCountAsThere() {
    given.submit(
        Given.spec(
            "gpu",
            java.util.Optional.empty(),
            0,
            podium.protocol.experiment.Device.CUDA,
            "resnet18"));
    given.workerAt("x", "a", "a1", "cuda:0");
    given.report("a", "a1", Given.started("gpu-1.1", 1));
    given.report("a", "a1", Given.epoch("gpu-1.1", 1, 2, 1));
    given.workerAt("x", "a", "a2", "cpu:0");
    given.workerAt("y", "b", "b1", "cuda:0");
    given.after(WAIT);
    assertThat(placed().lead().worker()).isEqualTo("b");
  }
}
