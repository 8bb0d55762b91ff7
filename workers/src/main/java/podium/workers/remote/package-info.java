/** The way to the scheduler over Akka's remoting. May import Akka and the actors' link. */
@NullMarked
package podium.workers.remote;

import org.jspecify.annotations.NullMarked;
