package podium.engine.forecast;

/**
 * Numbers that follow from a seed alone, alike on every machine: SplitMix64 (Steele, Lea and Flood,
 * OOPSLA 2014). Not thread-safe.
 */
final class Draws {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private long state;

  Draws(long seed) {
    state = seed * GOLDEN;
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
    state += GOLDEN;
    long mixed = state;
    mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }
}
