/**
 * What a scheduler in office does: decides, appends, and holds effects back until the read-back.
 * Pure but for its ports.
 */
@NullMarked
package podium.engine.reign;

import org.jspecify.annotations.NullMarked;
