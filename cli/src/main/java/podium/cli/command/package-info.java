/** The commands people type and their flags; the only room that knows picocli. */
@NullMarked
package podium.cli.command;

import org.jspecify.annotations.NullMarked;
