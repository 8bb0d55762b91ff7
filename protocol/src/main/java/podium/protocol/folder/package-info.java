/**
 * Whose a folder is that several processes could use, and files that are in it whole or not at all.
 * Uses the JDK alone.
 */
@NullMarked
package podium.protocol.folder;

import org.jspecify.annotations.NullMarked;
