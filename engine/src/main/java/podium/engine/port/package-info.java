/** What the engine reaches the world through; each has one contract that all who offer it pass. */
@NullMarked
package podium.engine.port;

import org.jspecify.annotations.NullMarked;
