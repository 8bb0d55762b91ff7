/** A worker's settings. May import Typesafe config. */
@NullMarked
package podium.workers.config;

import org.jspecify.annotations.NullMarked;
