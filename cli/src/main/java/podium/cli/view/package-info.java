/** The event log folded for people, and how it is shown: pure, JDK and protocol alone. */
@NullMarked
package podium.cli.view;

import org.jspecify.annotations.NullMarked;
