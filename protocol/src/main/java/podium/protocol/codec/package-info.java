/** JSON to records and back; the only room that knows Jackson's databind. */
@NullMarked
package podium.protocol.codec;

import org.jspecify.annotations.NullMarked;
