package podium.workers.violation;

import podium.scheduler.config.SchedulerSettings;

/** Breaks rules on purpose: a part that knows another part. */
public record WorkersKnowTheScheduler(SchedulerSettings settings) {}
