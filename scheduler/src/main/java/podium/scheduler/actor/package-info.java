/**
 * The thin shell round the core: folds, appends, holds effects back until the read-back. Knows
 * Akka.
 */
@NullMarked
package podium.scheduler.actor;

import org.jspecify.annotations.NullMarked;
