/** What scheduler and workers say to each other, whatever carries it. */
@NullMarked
package podium.protocol.message;

import org.jspecify.annotations.NullMarked;
