package podium.protocol.report;

/** The reigning scheduler's sign of life: ephemeral, never in the event log. */
public record Alive(long term) {}
