package podium.engine.placement;

/** Work that wants slots, as rules of placement see it: a trial, or a job of a published trace. */
public interface Work {
  /** Whoever has a higher one comes first. */
  int priority();

  /** Place in the order of acceptance. */
  long accepted();

  /** How many slots it needs together. */
  int slots();

  /** Seconds of work that are left, as far as is known. */
  double remaining();

  /** Slot-seconds that it had so far. */
  double attended();

  /** Slot-seconds that its owner had of late, by the owner's weight. */
  double usage();
}
