package podium.cli.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import podium.protocol.topic.Topics;

/** Where requests stand in Kafka. Thread-safe. */
public final class RequestPlaces {
  private static final Duration TURN = Duration.ofMillis(200);

  private RequestPlaces() {}

  /** Takes one place after another. */
  public interface Taker {
    /** A request stands there. */
    void take(int partition, long offset);
  }

  /** Hands over the place of every request that is there now. */
  public static void each(KafkaSettings settings, Taker taker) {
    try (KafkaConsumer<byte[], byte[]> consumer = settings.committedConsumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.REQUESTS).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
        consumer.poll(TURN).forEach(record -> taker.take(record.partition(), record.offset()));
      }
    } catch (KafkaException e) {
      throw KafkaErrors.explain(settings, e);
    }
  }
}
