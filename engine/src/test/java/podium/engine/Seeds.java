package podium.engine;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Runs a property with one source of chance after another, and says which one broke it. */
public final class Seeds {
  private Seeds() {}

  /** From seed 1 to that many. */
  public static void upTo(int seeds, Consumer<RandomGenerator> property) {
    for (int seed = 1; seed <= seeds; seed++) {
      try {
        property.accept(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed %d: %s".formatted(seed, e.getMessage()), e);
      }
    }
  }
}
