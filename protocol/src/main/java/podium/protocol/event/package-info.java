/** The facts of the event log. Uses the JDK and Jackson's annotations alone. */
@NullMarked
package podium.protocol.event;

import org.jspecify.annotations.NullMarked;
