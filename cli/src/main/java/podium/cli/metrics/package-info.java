/** What parts that run by themselves measure, for Prometheus. */
@NullMarked
package podium.cli.metrics;

import org.jspecify.annotations.NullMarked;
