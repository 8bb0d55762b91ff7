/** What experiments, trials and attempts are called; a malformed id cannot exist. */
@NullMarked
package podium.protocol.id;

import org.jspecify.annotations.NullMarked;
