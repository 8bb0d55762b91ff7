/** The way to the scheduler through Akka's cluster. May import Akka and the actors' link. */
@NullMarked
package podium.workers.cluster;

import org.jspecify.annotations.NullMarked;
