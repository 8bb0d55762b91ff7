package podium.workers.machine;

/**
 * What a worker wants of its machine's processor threads; immutable.
 *
 * @param slots it offers, at least one
 * @param threads that a person gave it; 0 means its share
 */
record Claim(int slots, int threads) {
  Claim {
    if (slots < 1 || threads < 0) {
      throw new IllegalArgumentException(
          "%d slots and %d threads; allowed: 1 or more, and 0 or more".formatted(slots, threads));
    }
  }
}
