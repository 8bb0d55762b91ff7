/** The thin shell round the engine's candidate: mailbox, timers, supervision. Knows Akka. */
@NullMarked
package podium.scheduler.actor;

import org.jspecify.annotations.NullMarked;
