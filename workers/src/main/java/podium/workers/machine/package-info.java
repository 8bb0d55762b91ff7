/** What the workers of one machine divide among them. Uses the JDK and the logger alone. */
@NullMarked
package podium.workers.machine;

import org.jspecify.annotations.NullMarked;
