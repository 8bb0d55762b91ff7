/** Data sets of one file format each. */
@NullMarked
package podium.workers.training.data.format;

import org.jspecify.annotations.NullMarked;
