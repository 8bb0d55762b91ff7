/** Data sets decoded once into bytes, and batches made from them. May import DJL. */
@NullMarked
package podium.workers.training.data;

import org.jspecify.annotations.NullMarked;
