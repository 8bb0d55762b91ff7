/** Wires a worker together. May import all of the worker's rooms. */
@NullMarked
package podium.workers;

import org.jspecify.annotations.NullMarked;
