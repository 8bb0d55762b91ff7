/** What a slot asks of its trainer and what the trainer tells. Pure: JDK and protocol only. */
@NullMarked
package podium.workers.domain;

import org.jspecify.annotations.NullMarked;
