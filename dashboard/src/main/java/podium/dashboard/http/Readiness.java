package podium.dashboard.http;

import java.util.Map;

/** Whether all is ready, and each part in words. Immutable. */
public record Readiness(boolean ready, Map<String, String> parts) {}
