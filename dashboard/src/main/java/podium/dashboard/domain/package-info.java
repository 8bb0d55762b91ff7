/**
 * What the board shows and how events change it: pure. Uses the JDK and {@code protocol} alone; no
 * I/O, clock, randomness or logger.
 */
@NullMarked
package podium.dashboard.domain;

import org.jspecify.annotations.NullMarked;
