package podium.cli.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;

/** Publishes requests, each acknowledged by every replica. Thread-safe. */
public final class RequestPublisher {
  private RequestPublisher() {}

  /** Publishes one request and tells its place. */
  public static Source publish(KafkaSettings settings, String key, String json) {
    try (KafkaProducer<byte[], byte[]> producer = settings.producer()) {
      RecordMetadata place =
          producer.send(new ProducerRecord<>(Topics.REQUESTS, bytes(key), bytes(json))).get();
      return new Source(place.topic(), place.partition(), place.offset());
    } catch (ExecutionException e) {
      throw KafkaErrors.explain(settings, e);
    } catch (InterruptedException e) {
      throw KafkaErrors.interrupted(e);
    }
  }

  /** Kafka's id of the requests topic, which places in it belong to. */
  public static String topicId(KafkaSettings settings) {
    try (Admin admin = settings.admin()) {
      return KafkaErrors.unwrap(
              settings, admin.describeTopics(List.of(Topics.REQUESTS)).allTopicNames())
          .values()
          .stream()
          .map(topic -> topic.topicId().toString())
          .findFirst()
          .orElse("");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
