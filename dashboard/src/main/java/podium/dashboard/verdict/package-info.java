/** Which of two groups of trials is better, and how sure that is. Pure. */
@NullMarked
package podium.dashboard.verdict;

import org.jspecify.annotations.NullMarked;
