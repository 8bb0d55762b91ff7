/** Which trials are trained no further since others are better: one file a rule. Pure. */
@NullMarked
package podium.engine.stopping;

import org.jspecify.annotations.NullMarked;
