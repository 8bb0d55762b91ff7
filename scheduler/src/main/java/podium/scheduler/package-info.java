/** Puts the scheduler's rooms together; what the command line starts. */
@NullMarked
package podium.scheduler;

import org.jspecify.annotations.NullMarked;
