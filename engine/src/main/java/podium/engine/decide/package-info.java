/** Commands and the passing of time become facts. Pure; reads the state and never writes it. */
@NullMarked
package podium.engine.decide;

import org.jspecify.annotations.NullMarked;
