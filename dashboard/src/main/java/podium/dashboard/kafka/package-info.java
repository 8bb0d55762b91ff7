/** Reads the event log and progress from Kafka, hands requests on to it. May import Kafka. */
@NullMarked
package podium.dashboard.kafka;

import org.jspecify.annotations.NullMarked;
