/** Checkpoints as safetensors files. May import DJL and Jackson. */
@NullMarked
package podium.workers.training.checkpoint;

import org.jspecify.annotations.NullMarked;
