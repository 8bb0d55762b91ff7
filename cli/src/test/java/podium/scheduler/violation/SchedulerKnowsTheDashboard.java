package podium.scheduler.violation;

import podium.dashboard.config.DashboardSettings;

/** Breaks rules on purpose: a part that knows another part. */
public record SchedulerKnowsTheDashboard(DashboardSettings dashboard) {}
