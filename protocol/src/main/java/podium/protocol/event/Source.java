package podium.protocol.event;

/** The place of a request in Kafka. */
public record Source(String topic, int partition, long offset) {}
