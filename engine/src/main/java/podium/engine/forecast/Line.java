package podium.engine.forecast;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import podium.engine.placement.Work;

/**
 * Jobs that are alike but for their turn: one owner's, with the same bounds, for the same slots.
 * Among them the order never changes. Not thread-safe.
 */
public final class Line {
  private final List<Bound> bounds;
  private final int[] pools;
  private final int slots;
  private final PriorityQueue<Job> waiting;

  /**
   * An empty one.
   *
   * @param pools that have slots for them, in the order in which they are tried
   * @param slots that each needs together
   */
  public Line(List<Bound> bounds, int[] pools, int slots, Comparator<? super Work> order) {
    this.bounds = List.copyOf(bounds);
    this.pools = pools.clone();
    this.slots = slots;
    this.waiting = new PriorityQueue<>(order);
  }

  void clear() {
    waiting.clear();
    bounds.forEach(Bound::reset);
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

  boolean mayHave() {
    for (Bound bound : bounds) {
      if (!bound.allows(slots)) {
        return false;
      }
    }
    return true;
  }

  void count(int more) {
    for (Bound bound : bounds) {
      bound.add(more);
    }
  }
}
