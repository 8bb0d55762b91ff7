package podium.engine.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.Seeds;
import podium.engine.state.SlotState;
import podium.protocol.event.Event;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Recipe;

/** Workers and a scheduler over lines that lose and double, on machines that crash. */
final class WorkerWalkTest {
  private static final int WALKS = 300;
  private static final int HOUR = 7200;

  @Test
  void anyWalk_onceFaultsStop_everyTrialEndsAndEverySlotIsFree() {
    Seeds.upTo(WALKS, WorkerWalkTest::everyTrialEndsAndEverySlotIsFree);
  }

  private static void everyTrialEndsAndEverySlotIsFree(RandomGenerator random) {
    Office office = new Office();
    List<Machine> machines =
        List.of(new Machine("v", office, random), new Machine("w", office, random));
    office.submit(trials(6));
    int halves = random.nextInt(20, 600);
    for (int half = 0; half < halves; half++) {
      for (Machine machine : machines) {
        disturb(machine, random);
      }
      if (random.nextInt(150) == 0) {
        office.reign();
      }
      if (random.nextInt(200) == 0) {
        office.cancel("e-1." + random.nextInt(1, 7));
      }
      pass(office, machines, half);
    }
    for (Machine machine : machines) {
      machine.bad = false;
      machine.cut = false;
      machine.start();
    }
    for (int half = 0; half < HOUR && !isOver(office, machines); half++) {
      machines.forEach(Machine::start);
      pass(office, machines, half);
    }
    assertThat(office.state.counts().keySet())
        .doesNotContain(TrialStatus.QUEUED.name(), TrialStatus.RUNNING.name());
    assertThat(machines).as("nothing is left to do, or to tell").allMatch(Machine::isQuiet);
    assertThat(office.state.workers())
        .allSatisfy(worker -> assertThat(worker.slots().values()).allMatch(SlotState::isFree));
  }

  /** So many trials of as many epochs as the machines' trainers train. */
  private static ExperimentSpec trials(int count) {
    ExperimentSpec spec = Given.seeds("e", count);
    return new ExperimentSpec(
        "e",
        spec.key(),
        spec.dataset(),
        spec.matrix(),
        Recipe.of(Map.of("epochs", 3L)),
        spec.pretrained(),
        spec.resources(),
        0,
        "",
        spec.limits(),
        List.of());
  }

  private static boolean isOver(Office office, List<Machine> machines) {
    return office.state.counts().keySet().stream()
            .allMatch(status -> TrialStatus.valueOf(status).ended())
        && machines.stream().allMatch(Machine::isQuiet)
        && office.state.workers().stream()
            .allMatch(worker -> worker.slots().values().stream().allMatch(SlotState::isFree));
  }

  private static void disturb(Machine machine, RandomGenerator random) {
    switch (random.nextInt(150)) {
      case 0 -> machine.crash();
      case 1 -> machine.close();
      case 2, 3 -> machine.cut = true;
      case 4, 5, 6, 7, 8, 9 -> machine.cut = false;
      case 10, 11, 12, 13, 14, 15 -> machine.start();
      default -> {}
    }
  }

  private static void pass(Office office, List<Machine> machines, int half) {
    machines.forEach(machine -> machine.tick(half % 2 == 0));
    office.tick();
  }

  @Test
  void worker_lostForAWhile_losesNoEpoch() {
    Seeds.upTo(
        50,
        random -> {
          Office office = new Office();
          Machine machine = new Machine("w", office, new SplittableRandom(random.nextLong()));
          machine.bad = false;
          office.submit(trials(4));
          for (int half = 0; half < 600; half++) {
            // why: a lost worker is told of as such after 8 s
            machine.cut = half % 100 >= 50 && half % 100 < 50 + random.nextInt(18, 26);
            pass(office, List.of(machine), half);
          }
          assertThat(office.all(Event.WorkerLost.class)).isNotEmpty();
          assertThat(office.all(Event.ReportFenced.class)).isEmpty();
          assertThat(office.all(Event.TrialPlaced.class)).hasSize(4);
          assertThat(office.all(Event.EpochCompleted.class)).hasSize(12);
        });
  }
}
