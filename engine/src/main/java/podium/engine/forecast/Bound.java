package podium.engine.forecast;

/** How many slots an owner or an experiment may have together. Not thread-safe. */
public final class Bound {
  private final int most;
  private final int first;
  private int held;

  /**
   * A bound.
   *
   * @param most 0 where there is none
   * @param held already
   */
  public Bound(int most, int held) {
    this.most = most;
    this.first = held;
    this.held = held;
  }

  /** Whether nothing is bound by it. */
  boolean isOpen() {
    return most == 0;
  }

  boolean allows(int more) {
    return most == 0 || held + more <= most;
  }

  void add(int slots) {
    held += slots;
  }

  /** As it was at first. */
  void reset() {
    held = first;
  }
}
