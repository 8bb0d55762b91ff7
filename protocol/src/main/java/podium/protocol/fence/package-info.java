/**
 * Which records of the event log count: one pure class used by every reader. Uses the JDK and the
 * events alone.
 */
@NullMarked
package podium.protocol.fence;

import org.jspecify.annotations.NullMarked;
