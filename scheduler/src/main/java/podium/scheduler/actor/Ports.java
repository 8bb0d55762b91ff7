package podium.scheduler.actor;

import java.util.function.Consumer;
import podium.engine.port.Broadcast;
import podium.engine.port.Election;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.Snapshots;
import podium.engine.port.Time;
import podium.protocol.event.DecisionSettings;
import podium.protocol.id.NodeAddress;

/**
 * What the scheduler's actor reaches the world through.
 *
 * @param snapshotEvery so many records of the log a reign has a snapshot taken
 * @param address where workers reach this process
 */
public record Ports(
    DecisionSettings settings,
    long snapshotEvery,
    NodeAddress address,
    EventLog.Factory log,
    Snapshots.Factory snapshots,
    Intake.Factory intake,
    Election.Factory election,
    Calls calls,
    Broadcast broadcast,
    Consumer<SchedulerStatus> status,
    Time time) {

  /** Calls a worker at an address. */
  public interface Calls {
    void call(NodeAddress worker, podium.protocol.message.WorkerMessage message);
  }
}
