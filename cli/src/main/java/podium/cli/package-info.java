/** The podium command: its entry point. May import every room of the CLI. */
@NullMarked
package podium.cli;

import org.jspecify.annotations.NullMarked;
