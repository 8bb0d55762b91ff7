package podium.scheduler.actor;

import podium.engine.port.EventLog;
import podium.engine.port.EventLogContract;

/** The log of the actor's tests is one. */
final class SharedLogTest extends EventLogContract {
  private final SharedLog log = new SharedLog();

  @Override
  protected EventLog way() {
    return log.new Handle().create();
  }
}
