/** Settings, read once from HOCON. */
@NullMarked
package podium.scheduler.config;

import org.jspecify.annotations.NullMarked;
