/** Intake, event log and progress on Kafka. */
@NullMarked
package podium.scheduler.kafka;

import podium.engine.port.Intake;

import org.jspecify.annotations.NullMarked;
