/** What Podium shows of itself, for {@code podium prove}: claims that anybody can check. */
@NullMarked
package podium.cli.proof;

import org.jspecify.annotations.NullMarked;
