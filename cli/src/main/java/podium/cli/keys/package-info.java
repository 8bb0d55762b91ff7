/** Makes the keys by which processes of Podium know each other. Uses the JDK's keytool. */
@NullMarked
package podium.cli.keys;

import org.jspecify.annotations.NullMarked;
