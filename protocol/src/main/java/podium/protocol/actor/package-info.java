/** How messages of scheduler and workers travel by Akka; the only room that knows it. */
@NullMarked
package podium.protocol.actor;

import org.jspecify.annotations.NullMarked;
