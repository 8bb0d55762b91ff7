/** What content hashes to. */
@NullMarked
package podium.workers.training.hash;

import org.jspecify.annotations.NullMarked;
