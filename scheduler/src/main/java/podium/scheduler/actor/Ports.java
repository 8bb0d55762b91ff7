package podium.scheduler.actor;

import java.util.function.Consumer;
import podium.engine.port.EventLog;
import podium.engine.port.Intake;
import podium.engine.port.SchedulerStatus;
import podium.engine.port.Time;
import podium.protocol.event.DecisionSettings;
import podium.protocol.report.Progress;

/** What the scheduler's actor reaches the world through. */
public record Ports(
    DecisionSettings settings,
    EventLog.Factory log,
    Intake.Factory intake,
    Consumer<Progress> progress,
    Consumer<SchedulerStatus> status,
    Time time) {}
