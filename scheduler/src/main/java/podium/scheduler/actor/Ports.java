package podium.scheduler.actor;

import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.SchedulerStatus;
import podium.protocol.event.DecisionSettings;
import podium.protocol.report.Progress;

/**
 * What the scheduler's actor reaches the world through.
 *
 * @param nanos a monotonic clock in nanoseconds
 */
public record Ports(
    DecisionSettings settings,
    EventLog.Factory log,
    Intake.Factory intake,
    Consumer<Progress> progress,
    Consumer<SchedulerStatus> status,
    Clock clock,
    LongSupplier nanos) {}
