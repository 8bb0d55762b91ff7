/** A worker that trains nothing and reports much. May import Akka. */
@NullMarked
package podium.benchmarks.actor;

import org.jspecify.annotations.NullMarked;
