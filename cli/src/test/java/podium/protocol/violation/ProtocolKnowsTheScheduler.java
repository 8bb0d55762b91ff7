package podium.protocol.violation;

import podium.scheduler.domain.SchedulerState;

/** Breaks rules on purpose: protocol that knows a part. */
public record ProtocolKnowsTheScheduler(SchedulerState state) {}
