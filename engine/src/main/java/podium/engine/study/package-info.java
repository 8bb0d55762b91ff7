/** What recorded logs tell of the scheduler that wrote them. Pure. */
@NullMarked
package podium.engine.study;

import org.jspecify.annotations.NullMarked;
