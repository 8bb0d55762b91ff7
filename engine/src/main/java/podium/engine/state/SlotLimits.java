package podium.engine.state;

/** What limits leave trials that wait; as it stands here, anything. */
interface SlotLimits {
  /** Whether an experiment's own limit leaves no further trial of it its slots. */
  default boolean isFullItself(Experiment experiment) {
    return false;
  }

  /** Whether the owner has a limit. */
  default boolean isBound(String owner) {
    return false;
  }

  /** How many slots the owner's trials may have beside those that they have. */
  default int room(String owner) {
    return Integer.MAX_VALUE;
  }

  /** Whether what the owner's limit leaves is kept for a trial that needs so many together. */
  default boolean keepsRoom(String owner, int slots) {
    return false;
  }
}
