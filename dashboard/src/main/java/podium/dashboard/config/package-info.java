/** Settings, read once from HOCON. May import Typesafe config. */
@NullMarked
package podium.dashboard.config;

import org.jspecify.annotations.NullMarked;
