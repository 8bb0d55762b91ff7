/** The trainer as a child process, spoken to in JSON lines. May import Jackson and training. */
@NullMarked
package podium.workers.trainer;

import org.jspecify.annotations.NullMarked;
