/**
 * What people ask for, as it arrives on the requests topic. Uses the JDK and Jackson's annotations
 * alone.
 */
@NullMarked
package podium.protocol.request;

import org.jspecify.annotations.NullMarked;
