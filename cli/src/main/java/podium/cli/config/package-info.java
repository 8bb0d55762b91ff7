/** Settings from HOCON files; the only room that knows Typesafe config. */
@NullMarked
package podium.cli.config;

import org.jspecify.annotations.NullMarked;
