/** Weights to begin with: where they are and how they get into a network. May import DJL. */
@NullMarked
package podium.workers.training.pretrained;

import org.jspecify.annotations.NullMarked;
