package podium.scheduler.actor;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import podium.engine.port.Snapshots;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Shelf;

/** Snapshots of several schedulers in memory. Thread-safe. */
final class SharedSnapshots implements Snapshots.Factory {
  private final Map<String, byte[]> records = new TreeMap<>();

  /** What lies there by key. */
  Map<String, byte[]> all() {
    synchronized (records) {
      return Map.copyOf(records);
    }
  }

  @Override
  public Snapshots create() {
    return new Way();
  }

  private final class Way implements Snapshots {
    private volatile boolean closed;

    @Override
    public void read(Consumer<Map<String, byte[]>> found, Consumer<Exception> failed) {
      if (!closed) {
        found.accept(all());
      }
    }

    @Override
    public void write(
        Supplier<Shelf.Written> snapshot, Consumer<Manifest> written, Consumer<Exception> failed) {
      if (closed) {
        return;
      }
      Shelf.Written made = snapshot.get();
      synchronized (records) {
        records.putAll(made.records());
      }
      written.accept(made.manifest());
    }

    @Override
    public void remove(Set<String> keys) {
      if (!closed) {
        synchronized (records) {
          records.keySet().removeAll(keys);
        }
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
