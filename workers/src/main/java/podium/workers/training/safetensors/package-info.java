/**
 * Hugging Face's safetensors format as plain bytes. May import Jackson; knows no tensor library.
 */
@NullMarked
package podium.workers.training.safetensors;

import org.jspecify.annotations.NullMarked;
