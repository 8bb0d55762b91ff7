/** Encoded pictures made into bytes. */
@NullMarked
package podium.workers.training.data.picture;

import org.jspecify.annotations.NullMarked;
