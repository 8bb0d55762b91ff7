/** Moving bytes between Java and tensors. May import DJL. */
@NullMarked
package podium.workers.training.tensor;

import org.jspecify.annotations.NullMarked;
