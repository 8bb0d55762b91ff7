/**
 * What a scheduler knows at a place of the log, kept so that nobody has to fold what stood before.
 * Pure; the only room that reads a state's memory.
 */
@NullMarked
package podium.engine.snapshot;

import org.jspecify.annotations.NullMarked;
