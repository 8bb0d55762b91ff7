package podium.engine.forecast;

import java.util.Optional;

/** How many slots an owner or an experiment may have together. Not thread-safe. */
public final class Bound {
  private final int most;
  private final int first;
  private final boolean keepsRoom;
  private int held;

  /** For whom what is left is kept, at the moment. */
  Optional<Job> wide = Optional.empty();

  /**
   * A bound.
   *
   * @param most 0 where there is none
   * @param held already
   */
  public Bound(int most, int held) {
    this(most, held, false);
  }

  /**
   * A bound.
   *
   * @param keepsRoom whether what it leaves is kept for the first that needs several slots
   */
  public Bound(int most, int held, boolean keepsRoom) {
    this.most = most;
    this.first = held;
    this.keepsRoom = keepsRoom;
    this.held = held;
  }

  /** Whether what it leaves is kept for somebody who needs so many slots together. */
  boolean keepsRoom(int slots) {
    return keepsRoom && slots > 1 && slots <= most;
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
