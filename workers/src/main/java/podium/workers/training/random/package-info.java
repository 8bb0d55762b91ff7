/** Seeded randomness: a function of seed, purpose and position, the same everywhere. JDK only. */
@NullMarked
package podium.workers.training.random;

import org.jspecify.annotations.NullMarked;
