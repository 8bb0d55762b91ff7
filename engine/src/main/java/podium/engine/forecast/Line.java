package podium.engine.forecast;

import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import podium.engine.placement.Work;

/**
 * Jobs that are alike but for their turn: one owner's, with the same bounds, for the same slots.
 * Among them the order never changes. Not thread-safe.
 */
public final class Line {
  private final Bound ofOwner;
  private final Bound ofExperiment;
  private final int[] pools;
  private final int slots;
  private final PriorityQueue<Job> waiting;

  /**
   * An empty one.
   *
   * @param ofOwner the same one for all lines of that owner
   * @param pools that have slots for them, in the order in which they are tried
   * @param slots that each needs together
   */
  public Line(
      Bound ofOwner, Bound ofExperiment, int[] pools, int slots, Comparator<? super Work> order) {
    this.ofOwner = ofOwner;
    this.ofExperiment = ofExperiment;
    this.pools = pools.clone();
    this.slots = slots;
    this.waiting = new PriorityQueue<>(order);
  }

  void clear() {
    waiting.clear();
    ofOwner.reset();
    ofExperiment.reset();
  }

  void add(Job job) {
    waiting.add(job);
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  Job first() {
    return waiting.element();
  }

  void removeFirst() {
    waiting.remove();
  }

  int slots() {
    return slots;
  }

  int[] pools() {
    return pools;
  }

  Bound ofOwner() {
    return ofOwner;
  }

  /** Whether room below its owner's bound is to be kept for the first of it. */
  boolean isWide() {
    return ofOwner.keepsRoom(slots) && pools.length > 0 && !isEmpty() && ofExperiment.allows(slots);
  }

  /** Whether bounds leave its first job its slots, and nobody before it would miss them. */
  boolean mayHave(Comparator<? super Work> order) {
    if (!ofOwner.allows(slots) || !ofExperiment.allows(slots)) {
      return false;
    }
    Optional<Job> wide = ofOwner.wide;
    return wide.isEmpty()
        || ofOwner.allows(slots + wide.get().slots())
        || order.compare(wide.get(), first()) >= 0;
  }

  void count(int more) {
    ofOwner.add(more);
    ofExperiment.add(more);
  }
}
