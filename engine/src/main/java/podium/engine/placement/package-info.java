/** Which trial gets which slot next, and why. Pure; reads the state and never writes it. */
@NullMarked
package podium.engine.placement;

import org.jspecify.annotations.NullMarked;
