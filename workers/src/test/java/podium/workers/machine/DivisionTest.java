package podium.workers.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DivisionTest {
  private static final long SEED = 20261126;

  private static List<Integer> threads(int processors, SortedMap<String, Claim> claims) {
    List<Integer> all = new ArrayList<>();
    claims.forEach((name, claim) -> all.addAll(threadsOf(processors, claims, name)));
    return all;
  }

  private static List<Integer> threadsOf(
      int processors, SortedMap<String, Claim> claims, String name) {
    List<Integer> threads = new ArrayList<>();
    for (int slot = 0; slot < claims.getOrDefault(name, new Claim(1, 0)).slots(); slot++) {
      threads.add(Division.threads(processors, claims, name, slot));
    }
    return threads;
  }

  private static SortedMap<String, Claim> claims(Claim... claims) {
    SortedMap<String, Claim> named = new TreeMap<>();
    for (Claim claim : claims) {
      named.put("w" + named.size(), claim);
    }
    return named;
  }

  @Test
  void workerAlone_dividesTheMachineAmongItsSlots() {
    assertThat(threads(8, claims(new Claim(1, 0)))).containsExactly(8);
    assertThat(threads(8, claims(new Claim(3, 0)))).containsExactly(3, 3, 2);
    assertThat(threads(2, claims(new Claim(3, 0)))).containsExactly(1, 1, 1);
  }

  @Test
  void workersOfOneMachine_divideItByTheirSlots() {
    assertThat(threads(2, claims(new Claim(1, 0), new Claim(1, 0)))).containsExactly(1, 1);
    assertThat(threads(16, claims(new Claim(1, 0), new Claim(3, 0)))).containsExactly(4, 4, 4, 4);
  }

  @Test
  void threadsThatAPersonGave_areKeptAndTheOthersHaveWhatIsLeft() {
    assertThat(threads(8, claims(new Claim(2, 5), new Claim(1, 0), new Claim(1, 0))))
        .containsExactly(3, 2, 2, 1);
    assertThat(threads(2, claims(new Claim(1, 64), new Claim(1, 0)))).containsExactly(64, 1);
  }

  /**
   * Whatever workers there are: nobody is without a thread, none lies idle, none is given twice.
   */
  @Test
  void division_ofAnyMachine_isEvenAndWhole() {
    Random random = new Random(SEED);
    for (int round = 0; round < 20_000; round++) {
      int processors = 1 + random.nextInt(64);
      Claim[] drawn = new Claim[1 + random.nextInt(5)];
      for (int worker = 0; worker < drawn.length; worker++) {
        int slots = 1 + random.nextInt(6);
        drawn[worker] = new Claim(slots, random.nextInt(4) == 0 ? slots + random.nextInt(9) : 0);
      }
      SortedMap<String, Claim> claims = claims(drawn);
      List<Integer> sharing = new ArrayList<>();
      int given = 0;
      for (var claim : claims.entrySet()) {
        List<Integer> its = threadsOf(processors, claims, claim.getKey());
        int threads = claim.getValue().threads();
        if (threads > 0) {
          assertThat(its.stream().mapToInt(Integer::intValue).sum()).isEqualTo(threads);
          given += threads;
        } else {
          sharing.addAll(its);
        }
      }
      if (!sharing.isEmpty()) {
        assertThat(Collections.min(sharing)).isPositive();
        assertThat(Collections.max(sharing) - Collections.min(sharing)).isBetween(0, 1);
        assertThat(sharing.stream().mapToInt(Integer::intValue).sum())
            .as("%d threads, %s", processors, claims)
            .isEqualTo(Math.max(sharing.size(), processors - given));
      }
    }
  }
}
