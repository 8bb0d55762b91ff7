/** What a worker tells of an attempt. Uses the JDK and Jackson's annotations alone. */
@NullMarked
package podium.protocol.report;

import org.jspecify.annotations.NullMarked;
