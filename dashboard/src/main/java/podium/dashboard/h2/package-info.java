/** The board's rows in H2: writing, reading, rebuilding. May import Jdbi, H2, Flyway, Jackson. */
@NullMarked
package podium.dashboard.h2;

import org.jspecify.annotations.NullMarked;
