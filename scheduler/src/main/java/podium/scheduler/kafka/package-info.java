/** Intake, event log and progress on Kafka. */
@NullMarked
package podium.scheduler.kafka;

import org.jspecify.annotations.NullMarked;
