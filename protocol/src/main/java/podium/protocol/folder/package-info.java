/** Whose a folder is that several processes could use. Uses the JDK alone. */
@NullMarked
package podium.protocol.folder;

import org.jspecify.annotations.NullMarked;
