/** What a person did wrong, as an exception. Uses the JDK alone. */
@NullMarked
package podium.cli.error;

import org.jspecify.annotations.NullMarked;
