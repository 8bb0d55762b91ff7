/** Reports on disk until the scheduler has them. Uses the JDK, protocol and Jackson alone. */
@NullMarked
package podium.workers.spool;

import org.jspecify.annotations.NullMarked;
