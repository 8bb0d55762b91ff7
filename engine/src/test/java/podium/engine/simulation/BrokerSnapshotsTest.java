package podium.engine.simulation;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import podium.engine.port.Snapshots;
import podium.engine.port.SnapshotsContract;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Shelf;

/** The simulated snapshots promise what all do. */
final class BrokerSnapshotsTest extends SnapshotsContract {
  private final Agenda agenda = new Agenda();
  private final Broker broker = new Broker(agenda, Chance.of(1, "broker"));

  BrokerSnapshotsTest() {
    broker.heal();
  }

  @Override
  protected Snapshots way() {
    Snapshots way = broker.snapshotsWay();
    return new Snapshots() {
      @Override
      public void read(Consumer<Map<String, byte[]>> found, Consumer<Exception> failed) {
        way.read(found, failed);
        pass();
      }

      @Override
      public void write(
          Supplier<Shelf.Written> snapshot,
          Consumer<Manifest> written,
          Consumer<Exception> failed) {
        way.write(snapshot, written, failed);
        pass();
      }

      @Override
      public void remove(Set<String> keys) {
        way.remove(keys);
        pass();
      }

      @Override
      public void close() {
        way.close();
        pass();
      }
    };
  }

  private void pass() {
    Passing.let(agenda, Duration.ofMinutes(1));
  }
}
