package podium.dashboard.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.dashboard.domain.Position.LogId;
import podium.protocol.topic.Topics;

/** Makes Kafka's clients out of the settings passed through. Immutable. */
final class Clients {
  private static final int ANSWER_SECONDS = 10;

  private final Map<String, Object> base;

  Clients(Map<String, String> settings) {
    base = Map.copyOf(settings);
  }

  KafkaConsumer<byte[], byte[]> consumer(int mostRecords, String reset) {
    Map<String, Object> settings = new HashMap<>(base);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, mostRecords);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, reset);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // why: as every reader of the event log; an open transaction of somebody else must not hold it
    // up
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Topics.MAX_EVENT_BYTES);
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  KafkaProducer<byte[], byte[]> producer() {
    Map<String, Object> settings = new HashMap<>(base);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * Topics.MAX_REQUEST_BYTES);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, ANSWER_SECONDS * 1000);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000 / 2);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1000);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  Admin admin() {
    return Admin.create(new HashMap<>(base));
  }

  /** Which log Kafka holds now. */
  LogId log() throws InterruptedException, ExecutionException, TimeoutException {
    try (Admin admin = admin()) {
      String cluster = admin.describeCluster().clusterId().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      TopicDescription events =
          admin
              .describeTopics(List.of(Topics.EVENTS))
              .allTopicNames()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS)
              .values()
              .iterator()
              .next();
      return new LogId(cluster, events.topicId().toString());
    }
  }
}
