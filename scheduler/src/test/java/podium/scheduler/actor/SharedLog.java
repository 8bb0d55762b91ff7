package podium.scheduler.actor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.port.EventLog;
import podium.engine.port.LogBeginningGoneException;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.topic.MissingBeginning;

/**
 * One log for several schedulers, with the faults that a real broker was seen to make. Thread-safe.
 */
final class SharedLog {
  private final List<byte[]> records = new ArrayList<>();
  private final List<Session> sessions = new ArrayList<>();

  /** A scheduler's handle; faults are set on it. */
  final class Handle implements EventLog.Factory {
    private boolean paused;
    private int toLose;
    private boolean failButKeep;
    private final List<byte[]> held = new ArrayList<>();
    private boolean beheaded;
    private long begunAt;

    /** Where reading began the last time. */
    long begunAt() {
      synchronized (SharedLog.this) {
        return begunAt;
      }
    }

    @Override
    public EventLog create() {
      return new Session(this);
    }

    /** From now on appends wait, as with a broker that is paused. */
    void pause() {
      synchronized (SharedLog.this) {
        paused = true;
      }
    }

    /** What waited arrives, in order. */
    void resume() {
      synchronized (SharedLog.this) {
        paused = false;
        held.forEach(SharedLog.this::write);
        held.clear();
      }
    }

    /** From now on Kafka no longer has the log's first records. */
    void behead(boolean gone) {
      synchronized (SharedLog.this) {
        beheaded = gone;
        sessions.stream().filter(session -> session.handle == this).forEach(Session::tellBeheaded);
      }
    }

    int waiting() {
      synchronized (SharedLog.this) {
        return held.size();
      }
    }

    /** The next so many appends vanish although later ones arrive. */
    void loseNext(int count) {
      synchronized (SharedLog.this) {
        toLose = count;
      }
    }

    /** The next append is kept, and reported as failed all the same. */
    void failButKeepNext() {
      synchronized (SharedLog.this) {
        failButKeep = true;
      }
    }
  }

  private final class Session implements EventLog {
    private final Handle handle;
    private Optional<Listener> listener = Optional.empty();
    private boolean closed;

    private Session(Handle handle) {
      this.handle = handle;
    }

    @Override
    public void open(long from, Listener opened) {
      synchronized (SharedLog.this) {
        listener = Optional.of(opened);
        sessions.add(this);
        handle.begunAt = from;
        if (handle.beheaded) {
          tellBeheaded();
          return;
        }
        List<Stored> all = new ArrayList<>();
        for (int offset = (int) from; offset < records.size(); offset++) {
          all.add(record(offset));
        }
        opened.onRead(new Batch(all, true, () -> {}));
      }
    }

    void tellBeheaded() {
      if (handle.beheaded) {
        listener.ifPresent(
            l -> l.onFailure(new LogBeginningGoneException(new MissingBeginning(1))));
      }
    }

    @Override
    public void append(byte[] record) {
      synchronized (SharedLog.this) {
        if (closed) {
          return;
        }
        if (handle.paused) {
          handle.held.add(record);
        } else if (handle.toLose > 0) {
          handle.toLose--;
        } else {
          write(record);
          if (handle.failButKeep) {
            handle.failButKeep = false;
            listener.ifPresent(l -> l.onFailure(new IllegalStateException("timed out")));
          }
        }
      }
    }

    @Override
    public void close() {
      synchronized (SharedLog.this) {
        closed = true;
        sessions.remove(this);
      }
    }
  }

  synchronized void write(byte[] record) {
    records.add(record);
    EventLog.Stored last = record(records.size() - 1);
    for (Session session : List.copyOf(sessions)) {
      session.listener.ifPresent(l -> l.onRead(new EventLog.Batch(List.of(last), false, () -> {})));
    }
  }

  private EventLog.Stored record(int offset) {
    return new EventLog.Stored(offset, records.get(offset));
  }

  /** The events that count, as any reader sees them. */
  synchronized List<Event> valid() {
    return entries().stream().map(Entry::event).toList();
  }

  /** The entries that count. */
  synchronized List<Entry> entries() {
    LogCursor cursor = new LogCursor();
    List<Entry> entries = new ArrayList<>();
    for (int offset = 0; offset < records.size(); offset++) {
      if (cursor.read(offset, records.get(offset)) instanceof Reading.Counted counted) {
        entries.add(counted.entry());
      }
    }
    return entries;
  }

  synchronized <T extends Event> List<T> valid(Class<T> type) {
    return valid().stream().filter(type::isInstance).map(type::cast).toList();
  }

  synchronized int size() {
    return records.size();
  }
}
