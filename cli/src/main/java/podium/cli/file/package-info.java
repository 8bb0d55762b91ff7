/** Files and folders that are their owner's alone. Imports error alone. */
@NullMarked
package podium.cli.file;

import org.jspecify.annotations.NullMarked;
