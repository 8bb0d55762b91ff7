/**
 * A whole Podium in one thread and in virtual time: production's candidate and worker over a log, a
 * net, disks and trainers that fail in every way that a seed can think of. After every step the log
 * is audited; at the end every trial must have ended.
 */
@NullMarked
package podium.engine.simulation;

import org.jspecify.annotations.NullMarked;
