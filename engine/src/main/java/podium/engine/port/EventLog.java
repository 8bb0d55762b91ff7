package podium.engine.port;

import java.util.List;

/**
 * Port: the event log of one scheduler's reign. Appends in order; reads everything from an offset
 * on.
 */
public interface EventLog extends AutoCloseable {
  /**
   * Begins to read; the listener is called from the log's own thread.
   *
   * @param from the first offset that is wanted; where the log ends before it, its end
   */
  void open(long from, Listener listener);

  /** Hands a record over for writing; never blocks. A failure reaches the listener. */
  void append(byte[] record);

  /** Stops reading and writing at once; what is in flight may still arrive in the log. */
  @Override
  void close();

  /**
   * Records in offset order.
   *
   * @param caughtUp whether the end that the log had when it was opened is reached
   * @param next to be run when the batch is done with; at most a few more come before
   */
  record Batch(List<Stored> records, boolean caughtUp, Runnable next) {
    public Batch {
      records = List.copyOf(records);
    }
  }

  /** One record as it lies in the log; without a byte where there is no value. */
  final class Stored {
    private final long offset;
    private final byte[] bytes;

    public Stored(long offset, byte[] bytes) {
      this.offset = offset;
      this.bytes = bytes;
    }

    public long offset() {
      return offset;
    }

    /** Its bytes; not to be changed. */
    public byte[] bytes() {
      return bytes;
    }
  }

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
