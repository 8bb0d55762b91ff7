package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.state.GpuClaims;
import podium.engine.state.Memory;
import podium.engine.state.WorkerState;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.Event;
import podium.protocol.event.Slot;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** A GPU that two workers offer is the first one's. */
final class OneGpuTest {
  private static final long SEED = 20261126;

  private final Given given = new Given();

  OneGpuTest() {
    given.reign(DecisionSettings.DEFAULT);
    given.worker("a", "a1", "cuda:0@GPU-x");
  }

  private List<String> leftOut() {
    return given.all(Event.SlotQuarantined.class).stream()
        .map(fact -> fact.worker() + " " + fact.slot())
        .toList();
  }

  private List<String> placedOn() {
    return given.all(Event.TrialPlaced.class).stream()
        .map(fact -> fact.lead().worker() + " " + fact.lead().slot())
        .toList();
  }

  @Test
  void secondWorker_onOneGpu_isLeftOutThereAloneAndToldWhy() {
    given.worker("b", "b1", "cuda:0@GPU-x", "cuda:1@GPU-y");
    given.submit(Given.spec("e", 0, "resnet18", "vgg16", "alexnet"));
    assertThat(leftOut()).containsExactly("b cuda:0");
    assertThat(given.last(Event.SlotQuarantined.class).reason().told())
        .startsWith(
            "its GPU (GPU-x) is offered by worker a, too, which was there before; it is used once"
                + " that one is gone. Give each worker devices of its own with --devices");
    assertThat(placedOn()).containsExactlyInAnyOrder("a cuda:0", "b cuda:1");
    assertThat(GpuClaims.takenFrom(given.state, worker("b"))).containsEntry("cuda:0", "a");
    assertThat(GpuClaims.takenFrom(given.state, worker("a"))).isEmpty();
  }

  private WorkerState worker(String name) {
    return given.state.worker(name).orElseThrow();
  }

  @Test
  void severalSlots_ofOneWorkerOnAGpu_areAllUsed() {
    given.worker("b", "b1", "cuda:1/0@GPU-y", "cuda:1/1@GPU-y", "cuda:1/2@GPU-y");
    given.submit(Given.spec("e", 0, "resnet18", "vgg16", "alexnet", "googlenet"));
    assertThat(leftOut()).isEmpty();
    assertThat(placedOn()).hasSize(4);
    given.worker("c", "c1", "cuda:0/0@GPU-y", "cuda:0/1@GPU-y");
    assertThat(leftOut()).containsExactly("c cuda:0/0", "c cuda:0/1");
  }

  @Test
  void firstWorker_gone_secondOneIsUsedAtOnce_andHasItWhenThatOneIsBack() {
    given.worker("b", "b1", "cuda:0@GPU-x");
    given.when(new Command.Leave("a", "a1"));
    assertThat(given.all(Event.SlotProbed.class))
        .containsExactly(new Event.SlotProbed("b", "cuda:0"));
    given.submit(Given.spec("e", 0, "resnet18"));
    assertThat(placedOn()).containsExactly("b cuda:0");
    given.after(Duration.ofSeconds(1));
    given.worker("a", "a2", "cuda:0@GPU-x");
    assertThat(leftOut()).containsExactly("b cuda:0", "a cuda:0");
  }

  @Test
  void takenSlot_restedOrRegisteredAnew_staysLeftOut() {
    given.worker("b", "b1", "cuda:0@GPU-x");
    given.after(Duration.ofHours(1));
    assertThat(given.all(Event.SlotProbed.class)).isEmpty();
    given.worker("b", "b2", "cuda:0@GPU-x");
    assertThat(leftOut()).hasSize(1);
    given.worker("a", "a2", "cuda:0@GPU-x");
    assertThat(leftOut()).as("who was first stays first, though it registers anew").hasSize(1);
    given.worker("b", "b3", "cuda:0@GPU-z");
    assertThat(given.all(Event.SlotProbed.class)).hasSize(1);
  }

  @Test
  void takenSlot_released_isRefusedAndSaysWhatToDo() {
    given.worker("b", "b1", "cuda:0@GPU-x", "cuda:1@GPU-y");
    for (Optional<String> slot : List.of(Optional.of("cuda:0"), Optional.<String>empty())) {
      given.act(new Action.Release("b", slot));
      assertThat(given.last(Event.RequestRejected.class).reasons())
          .containsExactly(
              "slot cuda:0 of b is left out as long as worker a is there, which offers its GPU,"
                  + " too, and was there before; stop that one, or give each worker devices of its"
                  + " own with --devices");
    }
    assertThat(leftOut()).hasSize(1);
  }

  @Test
  void worker_withATakenAndAFaultySlot_isReleasedOfTheFaultyOne() {
    given.when(new Command.Leave("a", "a1"));
    given.worker("b", "b1", "cuda:0@GPU-y");
    given.submit(Given.spec("e", 0, "resnet18", "vgg16"));
    for (int i = 0; i < DecisionSettings.DEFAULT.quarantine().attempts(); i++) {
      Event.TrialPlaced placed = given.last(Event.TrialPlaced.class);
      given.report(
          "b",
          "b1",
          Given.ended(placed.trial().value(), placed.attempt(), 1, Outcome.FAILED_INFRASTRUCTURE));
      given.after(Duration.ofSeconds(30));
    }
    given.worker("a", "a2", "cuda:0@GPU-x");
    given.worker("b", "b2", "cuda:0@GPU-y", "cuda:1@GPU-x");
    assertThat(leftOut()).containsExactly("b cuda:0", "b cuda:1");
    given.act(new Action.Release("b", Optional.empty()));
    assertThat(given.last(Event.RequestAccepted.class).action())
        .isEqualTo(new Action.Release("b", Optional.empty()));
    assertThat(worker("b").resting()).containsExactly("cuda:1");
  }

  @Test
  void trial_whoseCheckpointsOnlyATakenWorkerSees_beginsElsewhere() {
    given.workerAt("own", "b", "b1", "cuda:0@GPU-x");
    given.when(new Command.Leave("a", "a1"));
    given.submit(Given.spec("e", 0, "resnet18"));
    given.report("b", "b1", Given.started("e-1.1", 1));
    given.report("b", "b1", Given.epoch("e-1.1", 1, 2, 1));
    given.when(new Command.Leave("b", "b1"));
    given.worker("a", "a2", "cuda:0@GPU-x");
    given.workerAt("own", "b", "b2", "cuda:0@GPU-x");
    given.after(DecisionSettings.DEFAULT.checkpointWait().plusSeconds(1));
    assertThat(given.last(Event.TrialPlaced.class).lead().worker()).isEqualTo("a");
  }

  @Test
  void snapshot_ofTakenSlots_isTheSameState() {
    given.worker("b", "b1", "cuda:0@GPU-x");
    assertThat(Memory.of(given.state).restored().snapshot()).isEqualTo(given.state.snapshot());
    assertThat(GpuClaims.takenFrom(Memory.of(given.state).restored(), worker("b")))
        .containsOnlyKeys("cuda:0");
  }

  /** Whoever comes and goes: of those who are there, one has an open slot on each GPU. */
  @Test
  void workers_thatComeAndGo_oneOfThemHasEachGpu() {
    Random random = new Random(SEED);
    for (int step = 0; step < 2_000; step++) {
      String name = "w" + random.nextInt(4);
      Optional<WorkerState> known =
          given.state.worker(name).filter(it -> it.liveness() != WorkerState.Liveness.LOST);
      if (known.isPresent() && random.nextBoolean()) {
        given.when(new Command.Leave(name, known.get().registration().incarnation()));
      } else {
        given.worker(
            name,
            name + "-" + step,
            "cuda:0@GPU-" + random.nextInt(3),
            "cuda:1@GPU-" + random.nextInt(3));
      }
      oneEach();
    }
    assertThat(leftOut()).hasSizeGreaterThan(100);
  }

  private void oneEach() {
    for (String gpu : List.of("GPU-0", "GPU-1", "GPU-2")) {
      List<String> there =
          given.state.liveWorkers().keySet().stream()
              .filter(name -> slots(name, gpu).findAny().isPresent())
              .toList();
      List<String> open =
          there.stream()
              .filter(
                  name -> slots(name, gpu).anyMatch(slot -> !worker(name).resting().contains(slot)))
              .toList();
      assertThat(open).as(gpu).hasSize(there.isEmpty() ? 0 : 1);
    }
  }

  private java.util.stream.Stream<String> slots(String name, String gpu) {
    return worker(name).registration().slots().stream()
        .filter(slot -> slot.gpu().equals(gpu))
        .map(Slot::name);
  }
}
