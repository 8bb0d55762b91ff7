/**
 * All that folding the event log gives. Only {@link podium.engine.state.Fold} writes it, by {@code
 * Moves} and {@code Asked}. Pure; imports protocol alone.
 */
@NullMarked
package podium.engine.state;

import org.jspecify.annotations.NullMarked;
