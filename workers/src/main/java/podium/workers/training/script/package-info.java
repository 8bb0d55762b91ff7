/**
 * Functions of torch that DJL's API does not reach, written in TorchScript and called through DJL.
 * May import DJL.
 */
@NullMarked
package podium.workers.training.script;

import org.jspecify.annotations.NullMarked;
