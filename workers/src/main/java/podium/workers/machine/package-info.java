/**
 * What a machine has, and what its workers divide among them. Uses the JDK, the logger and the
 * protocol alone.
 */
@NullMarked
package podium.workers.machine;

import org.jspecify.annotations.NullMarked;
