/** Files from the web, fetched once and checked. Uses the JDK alone. */
@NullMarked
package podium.workers.training.download;

import org.jspecify.annotations.NullMarked;
