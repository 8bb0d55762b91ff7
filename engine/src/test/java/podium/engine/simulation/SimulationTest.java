package podium.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import podium.protocol.event.DecisionSettings;

/** A whole Podium in which everything goes wrong keeps what it promises. */
final class SimulationTest {
  private static final long SEEDS = 300;
  private static final long MANY_SEEDS = 20_000;

  @Test
  void run_anySeed_isSoundAndEverythingEnds() {
    areSound(LongStream.rangeClosed(1, SEEDS));
  }

  @Test
  @Tag("slow")
  void run_manySeeds_areSound() {
    areSound(LongStream.rangeClosed(SEEDS + 1, MANY_SEEDS).parallel());
  }

  private static void areSound(LongStream seeds) {
    seeds.forEach(
        seed -> assertThat(Simulation.run(seed).violations()).as("seed %d", seed).isEmpty());
  }

  @Test
  void run_sameSeedAgain_leavesTheSameLog() {
    assertThat(Simulation.run(7).log())
        .usingElementComparator(java.util.Arrays::compare)
        .containsExactlyElementsOf(Simulation.run(7).log());
  }

  @Test
  void world_workersAwayForAWhileAgainAndAgain_losesNoEpoch() {
    List<Plan.Step> steps = new ArrayList<>();
    steps.add(
        new Plan.Step(
            1, 0, new Disturbance.Asked(Requests.submit(Chance.of(1, "steps"), owner -> 2))));
    for (int away = 0; away < 20; away++) {
      // why: a worker is told lost after 8 s, and its attempts wait 15 s more at least
      long millis = 9_000 + 500L * (away % 8);
      for (boolean toWorker : List.of(true, false)) {
        steps.add(
            new Plan.Step(
                steps.size() + 1,
                20_000 + 40_000L * away,
                new Disturbance.LineCut(0, away % 3, toWorker, millis)));
      }
    }
    World world =
        new World(
                new Plan(
                    1,
                    Plan.Emphasis.NET,
                    1,
                    List.of(2, 2, 2),
                    true,
                    false,
                    DecisionSettings.DEFAULT,
                    100,
                    900_000,
                    steps),
                false)
            .run();
    assertThat(world.witness().violations()).isEmpty();
    assertThat(world.witness().losses().orElse(""))
        .startsWith("0 reports came to nothing")
        .doesNotContain(" 0 workers were lost")
        .endsWith("0 attempts were further ones");
  }
}
