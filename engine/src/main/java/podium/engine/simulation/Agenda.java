package podium.engine.simulation;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to happen, and virtual time: it passes only from one thing to the next. */
final class Agenda {
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private long now;
  private long number;

  private record Due(long at, long number, Runnable what) {}

  /** Milliseconds since the world began. */
  long now() {
    return now;
  }

  /** In so many milliseconds; what is to happen at the same time happens in the order of calls. */
  void in(long millis, Runnable what) {
    due.add(new Due(now + millis, number++, what));
  }

  /** The next thing happens, if there is one before that time; else it is that time. */
  boolean step(long until) {
    Due next = due.peek();
    if (next == null || next.at() > until) {
      now = until;
      return false;
    }
    due.remove();
    now = next.at();
    next.what().run();
    return true;
  }
}
