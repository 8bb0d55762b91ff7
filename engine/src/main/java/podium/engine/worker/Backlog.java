package podium.engine.worker;

import podium.protocol.id.AttemptId;

/**
 * What waits of an attempt in a spool.
 *
 * @param holder incarnation under which the attempt was placed
 * @param first sequence that waits
 * @param last sequence that waits
 * @param over whether the last one tells how the attempt ended
 */
public record Backlog(AttemptId attempt, String holder, long first, long last, boolean over) {}
