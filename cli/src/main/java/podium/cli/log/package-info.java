/** Where the log goes; the only room that knows Logback. Imports error alone. */
@NullMarked
package podium.cli.log;

import org.jspecify.annotations.NullMarked;
