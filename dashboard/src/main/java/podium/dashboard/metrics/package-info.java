/** What a monitoring system is told of the board. May import Micrometer. */
@NullMarked
package podium.dashboard.metrics;

import org.jspecify.annotations.NullMarked;
