/** Trains an attempt in this process: settings, loop, evaluation. May import DJL. */
@NullMarked
package podium.workers.training;

import org.jspecify.annotations.NullMarked;
