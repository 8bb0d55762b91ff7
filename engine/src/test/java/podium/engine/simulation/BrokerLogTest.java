package podium.engine.simulation;

import java.time.Duration;
import podium.engine.port.EventLog;
import podium.engine.port.EventLogContract;

/** The simulated log promises what every event log does. */
final class BrokerLogTest extends EventLogContract {
  private final Agenda agenda = new Agenda();
  private final Broker broker = new Broker(agenda, Chance.of(1, "broker"));

  @Override
  protected EventLog way() {
    EventLog way = broker.way();
    return new EventLog() {
      @Override
      public void open(long from, Listener listener) {
        way.open(from, listener);
        pass();
      }

      @Override
      public void append(byte[] record) {
        way.append(record);
        pass();
      }

      @Override
      public void close() {
        way.close();
        pass();
      }
    };
  }

  /** All that is under way arrives. */
  private void pass() {
    Passing.let(agenda, Duration.ofMinutes(1));
  }
}
