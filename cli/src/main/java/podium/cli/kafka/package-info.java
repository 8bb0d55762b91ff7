/** The embedded broker, topics, readers and the publisher; the only room that knows Kafka. */
@NullMarked
package podium.cli.kafka;

import org.jspecify.annotations.NullMarked;
