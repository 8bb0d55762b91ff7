package podium.protocol.violation;

import podium.engine.state.SchedulerState;

/** Breaks rules on purpose: protocol that knows a part. */
public record ProtocolKnowsTheScheduler(SchedulerState state) {}
