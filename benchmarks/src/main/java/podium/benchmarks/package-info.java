/** The command that measures Podium on this machine, and what it is compared with. */
@NullMarked
package podium.benchmarks;

import org.jspecify.annotations.NullMarked;
