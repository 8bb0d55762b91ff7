/**
 * All of Podium that is to be reasoned about: no I/O, clock, chance, threads. Imports protocol
 * alone.
 */
@NullMarked
package podium.engine;

import org.jspecify.annotations.NullMarked;
