package podium.benchmarks;

import java.nio.file.Path;
import podium.engine.port.Broadcast;
import podium.protocol.event.DecisionSettings;
import podium.protocol.id.NodeAddress;
import podium.scheduler.actor.MachineTime;
import podium.scheduler.actor.Ports;
import podium.scheduler.kafka.KafkaElection;
import podium.scheduler.kafka.KafkaEventLog;
import podium.scheduler.kafka.KafkaIntake;
import podium.scheduler.kafka.KafkaSettings;
import podium.scheduler.kafka.KafkaSnapshots;
import podium.scheduler.kafka.MemberId;

/** What a scheduler alone with a broker reaches the world through. Stateless. */
final class SchedulerPorts {
  private static final long SNAPSHOT_EVERY = 100_000;

  private SchedulerPorts() {}

  /**
   * To that broker, and to nobody else.
   *
   * @param folder for what it keeps
   */
  static Ports of(KafkaSettings kafka, Path folder, DecisionSettings settings) {
    return new Ports(
        settings,
        SNAPSHOT_EVERY,
        NodeAddress.UNKNOWN,
        () -> new KafkaEventLog(kafka),
        () -> new KafkaSnapshots(kafka),
        new KafkaIntake.Source(kafka),
        new KafkaElection.Source(kafka, MemberId.of(folder)),
        (worker, message) -> {},
        Broadcast.UNHEARD,
        status -> {},
        new MachineTime());
  }
}
