package podium.cli.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import podium.cli.error.UserErrorException;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;

/** Publishes requests, each acknowledged by every replica. Thread-safe. */
public final class RequestPublisher {
  private RequestPublisher() {}

  /**
   * Publishes requests in order and tells their places.
   *
   * @param requests JSON by record key
   * @throws UserErrorException when Kafka does not take one; it tells how many it took
   */
  public static List<Source> publish(KafkaSettings settings, Map<String, String> requests) {
    List<Source> places = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = settings.producer()) {
      for (Map.Entry<String, String> one : requests.entrySet()) {
        byte[] key = bytes(one.getKey());
        byte[] json = bytes(one.getValue());
        RecordMetadata place =
            producer.send(new ProducerRecord<>(Topics.REQUESTS, key, json)).get();
        places.add(new Source(place.topic(), place.partition(), place.offset()));
      }
      return places;
    } catch (ExecutionException e) {
      UserErrorException failure = KafkaErrors.explain(settings, e);
      throw places.isEmpty()
          ? failure
          : new UserErrorException(
              "published %d of %d requests, then: %s"
                  .formatted(places.size(), requests.size(), failure.getMessage()),
              failure);
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
