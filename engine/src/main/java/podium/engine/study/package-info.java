/**
 * Job traces of the literature through the production rules of placement: one loop of events for
 * all rules. Pure; imports placement, and of state how what owners had counts less with time.
 */
@NullMarked
package podium.engine.study;

import org.jspecify.annotations.NullMarked;
