/** Messages between scheduler and workers; the only room that knows Akka. */
@NullMarked
package podium.protocol.actor;

import org.jspecify.annotations.NullMarked;
