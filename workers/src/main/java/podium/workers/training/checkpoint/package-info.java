/**
 * Checkpoints as safetensors files: writing, reading back, which ones stay. May import DJL and
 * Jackson.
 */
@NullMarked
package podium.workers.training.checkpoint;

import org.jspecify.annotations.NullMarked;
