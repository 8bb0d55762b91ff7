package podium.engine.forecast;

import podium.protocol.experiment.Chance;

/**
 * Numbers that follow from a seed alone, alike on every machine, one after the other. Not
 * thread-safe.
 */
final class Draws {
  private long state;

  Draws(long seed) {
    state = seed * Chance.GOLDEN;
  }

  /** From 0 to one below the bound. */
  int below(int bound) {
    return (int) ((next() >>> 33) % bound);
  }

  /** From 0 to below 1. */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  private long next() {
    long drawn = Chance.mix(state);
    state += Chance.GOLDEN;
    return drawn;
  }
}
