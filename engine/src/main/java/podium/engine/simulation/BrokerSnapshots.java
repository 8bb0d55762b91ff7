package podium.engine.simulation;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import podium.engine.port.Snapshots;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Shelf;

/** One scheduler's way to the snapshots of a {@link Broker}. */
final class BrokerSnapshots implements Snapshots {
  private final Broker broker;
  private final Agenda agenda;
  private boolean closed;
  private long last;

  BrokerSnapshots(Broker broker, Agenda agenda) {
    this.broker = broker;
    this.agenda = agenda;
  }

  /** Something reaches the broker, in the order of the calls. */
  private void arrives(Runnable what) {
    last = Math.max(last, agenda.now() + broker.travels());
    agenda.in(last - agenda.now(), what);
  }

  private void answer(Runnable what) {
    agenda.in(
        broker.travels(),
        () -> {
          if (!closed) {
            what.run();
          }
        });
  }

  @Override
  public void read(Consumer<Map<String, byte[]>> found, Consumer<Exception> failed) {
    arrives(
        () -> {
          Map<String, byte[]> all = new TreeMap<>(broker.snapshots());
          answer(() -> found.accept(all));
        });
  }

  @Override
  public void write(
      Supplier<Shelf.Written> snapshot, Consumer<Manifest> written, Consumer<Exception> failed) {
    if (closed) {
      return;
    }
    Shelf.Written made = snapshot.get();
    arrives(
        () -> {
          Optional<String> lost = broker.keeps(made.records());
          answer(
              () ->
                  lost.ifPresentOrElse(
                      why -> failed.accept(new IllegalStateException(why)),
                      () -> written.accept(made.manifest())));
        });
  }

  @Override
  public void remove(Set<String> keys) {
    if (!closed) {
      arrives(() -> broker.snapshots().keySet().removeAll(keys));
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
