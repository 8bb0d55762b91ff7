/** Optimizers and learning-rate schedules equal to PyTorch's. May import DJL. */
@NullMarked
package podium.workers.training.optimizer;

import org.jspecify.annotations.NullMarked;
