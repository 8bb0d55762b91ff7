package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.placement.Wait;
import podium.engine.placement.Waits;
import podium.engine.state.Reservation;
import podium.engine.state.Trial;
import podium.engine.state.WorkerState;
import podium.protocol.event.Event;
import podium.protocol.event.Grant;
import podium.protocol.event.Holding;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Limits;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** Trials of several slots: all of one worker, kept for them, and given to others meanwhile. */
final class ReservingTest {
  private static final TrialId WIDE = new TrialId("wide-1.1");

  private final Given given = new Given();

  private static ExperimentSpec small(String name) {
    return Given.epochs(Given.spec(name, 0, "resnet18"), 1);
  }

  private static ExperimentSpec wide(int slots) {
    return Given.together(Given.epochs(Given.spec("wide", 0, "vgg16"), 3), slots);
  }

  private void worker(String name, int slots) {
    String[] names = new String[slots];
    for (int i = 0; i < slots; i++) {
      names[i] = "cpu:" + i;
    }
    given.worker(name, name + "i", names);
  }

  /** The trial's only epoch, of ten seconds, and its end. */
  private void trains(String trial) {
    Trial it = trial(trial);
    String worker = it.holder().orElseThrow().worker();
    given.report(worker, worker + "i", Given.started(trial, it.attempt()));
    given.at(given.now().plusSeconds(10));
    given.report(worker, worker + "i", Given.lasting(trial, it.attempt(), 2, 1, 10));
    given.report(worker, worker + "i", Given.ended(trial, it.attempt(), 3, Outcome.SUCCEEDED));
  }

  private Trial trial(String id) {
    return given.state.trial(new TrialId(id)).orElseThrow();
  }

  private Optional<Wait> wait(String id) {
    return Optional.ofNullable(Waits.of(given.state, given.now()).get(new TrialId(id)));
  }

  private static List<Grant> slots(String worker, String... names) {
    return List.of(names).stream().map(name -> new Grant(worker, worker + "i", name)).toList();
  }

  private Event.SlotsReserved reserved() {
    return given.last(Event.SlotsReserved.class);
  }

  @Test
  void freeTogether_placedOnAsManyAsItNeeds() {
    worker("w", 3);
    given.submit(wide(2));
    assertThat(given.last(Event.TrialPlaced.class).grants())
        .isEqualTo(slots("w", "cpu:0", "cpu:1"));
    assertThat(given.state.order(WIDE).orElseThrow().holder().beside()).containsExactly("cpu:1");
    given.report("w", "wi", Given.ended("wide-1.1", 1, 1, Outcome.FAILED_CODE));
    assertThat(given.state.worker("w").orElseThrow().slots().values())
        .allMatch(slot -> slot.isFree());
  }

  @Test
  void slotsOfTwoWorkers_areNotTogether() {
    worker("v", 1);
    worker("w", 1);
    given.submit(wide(2));
    assertThat(given.all(Event.TrialPlaced.class)).isEmpty();
    assertThat(wait("wide-1.1")).contains(new Wait.NotOffered("2 slots of its processor together"));
    assertThat(wait("wide-1.1").orElseThrow().told())
        .isEqualTo(
            "for a worker that has 2 slots of its processor together; none that is there has");
  }

  @Test
  void slotsOfGpus_areNotTogether() {
    given.worker("w", "wi", "cuda:0", "cuda:1", "cpu:0");
    given.submit(wide(2));
    assertThat(wait("wide-1.1")).contains(new Wait.NotOffered("2 slots of its processor together"));
  }

  @Test
  void headThatDoesNotFit_getsTheSlotsThatAreSoonestFree() {
    worker("v", 2);
    worker("w", 2);
    given.submit(small("a"));
    given.submit(small("b"));
    trains("a-1.1");
    given.submit(Given.epochs(Given.spec("long", 0, "resnet18"), 50));
    given.submit(small("c"));
    given.submit(small("d"));
    // why: of worker v one slot is taken for 500 s, of w one is for 10 s
    assertThat(trial("long-1.1").holder().orElseThrow().worker()).isEqualTo("v");
    given.submit(wide(2));
    assertThat(reserved().trial()).isEqualTo(WIDE);
    assertThat(reserved().lead().worker()).isEqualTo("w");
    assertThat(reserved().until()).isEqualTo(given.now().plusSeconds(10));
    assertThat(wait("wide-1.1"))
        .contains(new Wait.Gathering(List.of("cpu:0", "cpu:1"), "w", reserved().until()));
  }

  /** A worker of four slots, three of them taken, where a trial of four waits. */
  private void gathering() {
    worker("w", 4);
    given.submit(small("a"));
    trains("a-1.1");
    given.submit(Given.epochs(Given.spec("b", 0, "resnet18"), 3));
    given.submit(Given.epochs(Given.spec("b", 0, "resnet18"), 3));
    given.submit(Given.epochs(Given.spec("b", 0, "resnet18"), 3));
    given.submit(wide(4));
    assertThat(reserved().until()).isEqualTo(given.now().plusSeconds(30));
  }

  @Test
  void otherThatEndsInTime_runsInSlotsThatAreKept() {
    gathering();
    given.submit(small("c"));
    assertThat(given.last(Event.TrialPlaced.class).trial()).isEqualTo(new TrialId("c-1.1"));
  }

  @Test
  void otherThatWouldEndTooLate_waits() {
    gathering();
    given.submit(Given.epochs(Given.spec("c", 0, "resnet18"), 4));
    assertThat(trial("c-1.1").state()).isEqualTo(Trial.State.QUEUED);
    assertThat(wait("c-1.1")).contains(new Wait.ReservedFor(WIDE, reserved().until()));
    assertThat(wait("c-1.1").orElseThrow().told())
        .isEqualTo("for a free slot: those that are free are reserved for wide-1.1");
  }

  @Test
  void otherOfWhichNobodyKnowsHowLongItTakes_waits() {
    gathering();
    given.submit(Given.epochs(Given.spec("c", 0, "alexnet"), 1));
    assertThat(trial("c-1.1").state()).isEqualTo(Trial.State.QUEUED);
  }

  @Test
  void otherOfHigherPriority_takesWhatIsKept() {
    gathering();
    given.submit(Given.spec("c", 1, "alexnet"));
    assertThat(trial("c-1.1").state()).isEqualTo(Trial.State.PLACED);
    assertThat(given.state.reservation().map(Reservation::trial)).contains(trial("wide-1.1"));
  }

  @Test
  void whoIsNotTheFirstOfItsKindAnyMore_startsAllTheSame() {
    worker("w", 2);
    worker("v", 2);
    given.submit(Given.together(Given.spec("e", 0, "resnet18", "vgg16", "alexnet"), 2));
    given.report("v", "vi", Given.started("e-1.1", 1));
    assertThat(reserved().trial()).isEqualTo(new TrialId("e-1.3"));
    String kept = reserved().lead().worker();
    String other = kept.equals("v") ? "w" : "v";
    String first = trial("e-1.1").holder().orElseThrow().worker().equals(other) ? "e-1.1" : "e-1.2";
    String second = first.equals("e-1.1") ? "e-1.2" : "e-1.1";
    // why: it goes before the others, and waits for its next try
    given.report(
        other,
        other + "i",
        Given.ended(first, 1, trial(first).lastSequence(1) + 1, Outcome.FAILED_INFRASTRUCTURE));
    given.after(Duration.ofMinutes(1));
    given.report(
        kept,
        kept + "i",
        Given.ended(second, 1, trial(second).lastSequence(1) + 1, Outcome.SUCCEEDED));
    assertThat(given.state.trial(new TrialId("e-1.3")).orElseThrow().attempt()).isEqualTo(1);
    assertThat(trial(first).attempt()).isEqualTo(2);
  }

  @Test
  void whoWaitsLonger_isNotPassedByForSlotsThatItCouldHave() {
    worker("w", 2);
    given.submit(small("a"));
    given.submit(small("b"));
    given.submit(small("c"));
    given.submit(wide(2));
    assertThat(given.all(Event.SlotsReserved.class)).isEmpty();
    trains("a-1.1");
    assertThat(trial("c-1.1").state()).isEqualTo(Trial.State.PLACED);
    assertThat(reserved().trial()).isEqualTo(WIDE);
  }

  @Test
  void cancelledOrPaused_nothingIsKeptAnyMore() {
    gathering();
    given.act(new Action.Pause("wide", false));
    assertThat(given.state.reservation()).isEmpty();
    given.act(new Action.Resume("wide"));
    assertThat(given.state.reservation()).isPresent();
    given.submit(Given.epochs(Given.spec("c", 0, "alexnet"), 1));
    given.cancel("wide");
    assertThat(given.state.reservation()).isEmpty();
    assertThat(trial("c-1.1").state()).isEqualTo(Trial.State.PLACED);
  }

  @Test
  void drainedSlot_isKeptForNobody() {
    gathering();
    given.act(new Action.Drain("w", Optional.of("cpu:0")));
    assertThat(given.state.reservation()).isEmpty();
    assertThat(wait("wide-1.1")).contains(new Wait.Closed());
  }

  @Test
  void endlessStreamOfSmallOnes_doesNotKeepItWaitingBeyondTheEstimate() {
    worker("w", 4);
    for (int i = 0; i < 8; i++) {
      given.submit(small("s"));
    }
    given.submit(wide(4));
    Instant from = given.now();
    // why: eight small ones of 10 s before it, one of them at a time on each of four slots
    Instant bound = from.plus(Duration.ofSeconds(8 * 10 + 10));
    for (int i = 1; trial("wide-1.1").state() == Trial.State.QUEUED; i++) {
      assertThat(given.now()).as("how long it waits").isBefore(bound);
      given.submit(small("s"));
      given.state.heldBy("w").stream()
          .map(it -> it.id().value())
          .findFirst()
          .ifPresent(this::trains);
    }
    assertThat(given.last(Event.TrialPlaced.class).grants()).hasSize(4);
    assertThat(given.state.queue().size()).as("small ones that came later wait").isPositive();
  }

  @Test
  void limits_countSlotsAndNotTrials() {
    worker("w", 4);
    given.submit(
        Given.limited(
            Given.together(Given.spec("e", 0, "resnet18", "vgg16"), 2), new Limits(0, 0, 0, 3)));
    assertThat(given.all(Event.TrialPlaced.class)).hasSize(1);
    assertThat(given.all(Event.SlotsReserved.class)).isEmpty();
    assertThat(wait("e-1.2")).contains(new Wait.Limit("experiment e-1", 3, 2));
    given.act(new Action.Change("e-1", Optional.empty(), Optional.empty(), Optional.of(1)));
    assertThat(wait("e-1.2").orElseThrow().told())
        .isEqualTo(
            "for ever, unless limits change: it needs 2 slots, and experiment e-1 may have 1");
  }

  @Test
  void preempting_allOnItsSlotsMakeWayOrNobodyDoes() {
    worker("w", 2);
    given.submit(Given.spec("low", 0, "resnet18"));
    given.submit(Given.spec("mid", 5, "resnet18"));
    given.submit(Given.preempting(Given.together(Given.spec("high", 3, "vgg16"), 2)));
    assertThat(given.state.reservation()).isPresent();
    assertThat(given.all(Event.PreemptionOrdered.class)).isEmpty();
    given.act(new Action.Change("high-1", Optional.of(7), Optional.empty(), Optional.empty()));
    assertThat(given.all(Event.PreemptionOrdered.class))
        .extracting(Event.PreemptionOrdered::trial)
        .containsExactlyInAnyOrder(new TrialId("low-1.1"), new TrialId("mid-1.1"));
    given.cancel("high");
    assertThat(trial("low-1.1").preemption()).isEmpty();
    assertThat(trial("mid-1.1").preemption()).isEmpty();
  }

  @Test
  void lostAndBackAgain_hasAllItsSlots() {
    worker("w", 3);
    given.submit(wide(2));
    given.report("w", "wi", Given.started("wide-1.1", 1));
    given.when(new Command.Silence("w", "wi", Duration.ofSeconds(9)));
    Holding holding = new Holding(WIDE, 1, "cpu:0", 1, true, List.of("cpu:1"));
    given.workerWith(List.of(holding), "w", "wi", "cpu:0", "cpu:1", "cpu:2");
    assertThat(given.last(Event.AttemptReadopted.class).trial()).isEqualTo(WIDE);
    assertThat(free("w")).containsExactly("cpu:2");
  }

  @Test
  void leftBehind_allItsSlotsAreStuckUntilItsWorkerSaysThatNobodyIsThere() {
    worker("w", 3);
    given.submit(wide(2));
    given.report("w", "wi", Given.started("wide-1.1", 1));
    given.cancel("wide");
    given.after(Duration.ofHours(1));
    assertThat(trial("wide-1.1").status().ended()).isTrue();
    assertThat(free("w")).containsExactly("cpu:2");
    given.when(new Command.Free("w", "wi", WIDE, 1));
    assertThat(given.all(Event.SlotFreed.class))
        .extracting(Event.SlotFreed::slot)
        .containsExactly("cpu:0", "cpu:1");
    assertThat(free("w")).hasSize(3);
  }

  private List<String> free(String name) {
    WorkerState worker = given.state.worker(name).orElseThrow();
    return worker.slots().keySet().stream().filter(worker::isFree).toList();
  }
}
