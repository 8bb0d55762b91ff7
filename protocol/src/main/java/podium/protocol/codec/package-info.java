/** JSON and YAML to records and back; the only room that knows databind and the YAML parser. */
@NullMarked
package podium.protocol.codec;

import org.jspecify.annotations.NullMarked;
