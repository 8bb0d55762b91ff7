/**
 * What a scheduler is: a candidate that folds the log and claims a term, and a reign that decides,
 * appends, and holds effects back until the read-back. Messages and read-backs in, effects out.
 */
@NullMarked
package podium.engine.reign;

import org.jspecify.annotations.NullMarked;
