/**
 * When what waits will begin and what runs will end: looks ahead from a state of the scheduler, by
 * its rule of placement and by what epochs took so far. Pure.
 */
@NullMarked
package podium.engine.forecast;

import org.jspecify.annotations.NullMarked;
