/** Pages in a browser, ours and MLflow's. */
@NullMarked
package podium.benchmarks.page;

import org.jspecify.annotations.NullMarked;
