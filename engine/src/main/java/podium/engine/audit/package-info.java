/**
 * Whether a log keeps what Podium promises, judged from outside: its fold is its own and shares
 * nothing with the one that decides. Pure.
 */
@NullMarked
package podium.engine.audit;

import org.jspecify.annotations.NullMarked;
