package podium.engine.port;

import java.util.List;
import java.util.Optional;
import podium.protocol.event.Entry;

/**
 * Port: the event log of one scheduler's reign. Appends in order; reads everything from offset 0
 * and goes on.
 */
public interface EventLog extends AutoCloseable {
  /** Begins to read; the listener is called from the log's own thread. */
  void open(Listener listener);

  /** Hands an entry over for writing; never blocks. A failure reaches the listener. */
  void append(Entry entry);

  /** Stops reading and writing at once; what is in flight may still arrive in the log. */
  @Override
  void close();

  /**
   * Records in offset order.
   *
   * @param caughtUp whether the end that the log had when it was opened is reached
   * @param next to be run when the batch is done with; no further one comes before
   */
  record Batch(List<LogRecord> records, boolean caughtUp, Runnable next) {
    public Batch {
      records = List.copyOf(records);
    }
  }

  /** One record; without an entry when it cannot be read. */
  record LogRecord(long offset, Optional<Entry> entry) {}

  /** Who is told. */
  interface Listener {
    /** Records were read. */
    void onRead(Batch batch);

    /** Reading or writing failed for good. */
    void onFailure(Exception failure);
  }

  /** Makes a log for a reign. */
  interface Factory {
    EventLog create();
  }
}
