/** Rights of files in folders that several accounts share. Uses the JDK alone. */
@NullMarked
package podium.workers.file;

import org.jspecify.annotations.NullMarked;
