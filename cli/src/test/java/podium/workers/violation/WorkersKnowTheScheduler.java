package podium.workers.violation;

import podium.engine.state.SchedulerState;

/** Breaks rules on purpose: a part that knows another part. */
public record WorkersKnowTheScheduler(SchedulerState state) {}
