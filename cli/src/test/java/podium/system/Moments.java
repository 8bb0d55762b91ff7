package podium.system;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Moments at which something is killed, of a seed that is printed; {@code -Dpodium.test.seed=N}
 * gives the same ones again.
 */
final class Moments {
  private final long seed = Long.getLong("podium.test.seed", System.nanoTime());
  private final Random random = new Random(seed);

  Moments(String test) {
    System.out.println(test + ": kills at " + this);
  }

  /** Lets a moment pass: the moment, not a guess at when something is done. */
  Duration pass(Duration longest) {
    Duration moment = Duration.ofMillis(random.nextLong(longest.toMillis()));
    await().pollDelay(moment).atMost(moment.plusSeconds(5)).until(() -> true);
    return moment;
  }

  /** One of them. */
  <T> T choose(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  @Override
  public String toString() {
    return "moments of -Dpodium.test.seed=" + seed;
  }
}
