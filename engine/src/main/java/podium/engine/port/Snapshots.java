package podium.engine.port;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Shelf;

/**
 * Port: records under keys, of each key the latest, in which snapshots lie. Answers come from its
 * own thread, one thing after another in the order of the calls; after it was closed there are
 * none.
 */
public interface Snapshots extends AutoCloseable {
  /** All that is there by key; nothing where there is no such topic. */
  void read(Consumer<Map<String, byte[]>> found, Consumer<Exception> failed);

  /**
   * Writes a snapshot's records in their order.
   *
   * @param snapshot made on its own thread
   * @param written once all of it was read back as it is
   */
  void write(
      Supplier<Shelf.Written> snapshot, Consumer<Manifest> written, Consumer<Exception> failed);

  /** Nobody needs those any more; nobody is told whether they are gone. */
  void remove(Set<String> keys);

  /** Stops at once; what is in flight may still arrive. */
  @Override
  void close();

  /** Makes a way to them for one life of a scheduler. */
  interface Factory {
    Snapshots create();
  }
}
