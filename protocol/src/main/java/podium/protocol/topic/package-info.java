/** Names and settings of Kafka's topics, as plain values. Uses the JDK alone. */
@NullMarked
package podium.protocol.topic;

import org.jspecify.annotations.NullMarked;
