package podium.engine.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * All that is left to chance about one thing of a world. What one thing draws leaves the others as
 * they are, so that a history stays much the same when a part of it is cut out.
 */
final class Chance {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final SplittableRandom random;

  private Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The chance of a thing in a seed's world. */
  static Chance of(long seed, String thing) {
    return new Chance(seed * GOLDEN + thing.hashCode());
  }

  /** Once in so many times. */
  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  /** So often in a hundred times. */
  boolean percent(int times) {
    return random.nextInt(100) < times;
  }

  /** One of both or between them. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  /** Between them, small ones as likely as large ones by their order of magnitude. */
  int spread(int least, int most) {
    return (int) Math.round(least * Math.pow((double) most / least, random.nextDouble()));
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
