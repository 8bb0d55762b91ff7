/**
 * What a worker decides: what it says when, and what it does about what the scheduler says. Pure
 * but for its ports.
 */
@NullMarked
package podium.engine.worker;

import org.jspecify.annotations.NullMarked;
