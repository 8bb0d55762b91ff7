/** Measured processes and the lines they are spoken to in. JDK alone. */
@NullMarked
package podium.benchmarks.child;

import org.jspecify.annotations.NullMarked;
