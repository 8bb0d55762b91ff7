package podium.cli.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened, last first, once. Thread-safe. */
public final class Closing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  /**
   * Opens a part; whoever closes meanwhile waits for it, and so it is closed too.
   *
   * @throws IllegalStateException when all has been closed
   */
  public synchronized <T extends AutoCloseable> T open(Supplier<T> opening) {
    if (closed) {
      throw new IllegalStateException("it is being stopped");
    }
    return add(opening.get());
  }

  synchronized <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    return part;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        LOG.warn("a part did not close in order: {}", e.toString());
      }
    }
  }
}
