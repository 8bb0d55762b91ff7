/** How anybody reads the event log: which of its records count. Pure; imports protocol alone. */
@NullMarked
package podium.engine.log;

import org.jspecify.annotations.NullMarked;
