/** What lies beside the board: checkpoints and logs of attempts, read only. May import domain. */
@NullMarked
package podium.dashboard.files;

import org.jspecify.annotations.NullMarked;
