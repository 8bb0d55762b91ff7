/**
 * The worker and slot actors, which outlive scheduler and cluster. May import Akka and the spool.
 */
@NullMarked
package podium.workers.actor;

import org.jspecify.annotations.NullMarked;
