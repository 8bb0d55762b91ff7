package podium.workers.spool;

import java.time.Duration;

/**
 * What waits in a spool for the scheduler's answer. Immutable.
 *
 * @param bytes that all reports take on disk
 * @param bound bytes that they may take
 * @param lag since the last answer while reports wait; 0 where none does
 */
public record Spooled(long reports, long bytes, long bound, Duration lag) {}
