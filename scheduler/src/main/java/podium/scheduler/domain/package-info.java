/** The pure core: decide, apply, due. Imports the JDK and protocol alone. */
@NullMarked
package podium.scheduler.domain;

import org.jspecify.annotations.NullMarked;
