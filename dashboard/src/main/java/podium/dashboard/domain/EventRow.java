package podium.dashboard.domain;

import java.time.Instant;

/** An event about a trial, kept word for word. Immutable. */
public record EventRow(long offset, String trial, String type, Instant time, String json) {}
