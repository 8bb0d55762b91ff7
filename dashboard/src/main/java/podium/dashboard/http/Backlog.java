package podium.dashboard.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What one listener is yet to be told, in order: so many messages and so many rows of them. What
 * would be more is left out, and in its place stands one message to read anew. Thread-safe.
 */
final class Backlog {
  private final int most;
  private final int mostRows;
  private final Supplier<byte[]> anew;
  private final Deque<Part> parts = new ArrayDeque<>();
  private int rows;

  private record Part(int rows, Supplier<byte[]> messages) {}

  /**
   * Waits for nothing yet.
   *
   * @param anew the message that says so
   */
  Backlog(int most, int mostRows, Supplier<byte[]> anew) {
    this.most = most;
    this.mostRows = mostRows;
    this.anew = anew;
  }

  /** Takes messages of so many rows in. */
  synchronized void offer(int ofRows, Supplier<byte[]> messages) {
    if (parts.size() >= most || rows + ofRows > mostRows) {
      parts.clear();
      parts.addLast(new Part(0, anew));
      rows = 0;
    } else {
      parts.addLast(new Part(ofRows, messages));
      rows += ofRows;
    }
    notifyAll();
  }

  /** The next messages; nothing when none came in that time. */
  synchronized Optional<Supplier<byte[]>> take(Duration within) throws InterruptedException {
    long begun = System.nanoTime();
    for (long left = within.toNanos();
        parts.isEmpty() && left > 0;
        left = begun + within.toNanos() - System.nanoTime()) {
      wait(left / 1_000_000 + 1);
    }
    Optional<Part> next = Optional.ofNullable(parts.pollFirst());
    next.ifPresent(part -> rows -= part.rows());
    return next.map(Part::messages);
  }
}
