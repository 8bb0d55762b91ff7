package podium.cli.kafka;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic's partition 0 without a group. Confined to one thread. */
final class TopicReader implements AutoCloseable {
  /** Records before the end that still tell something of now. */
  private static final long LATEST = 200;

  private final KafkaSettings settings;
  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;

  private TopicReader(
      KafkaSettings settings, TopicPartition partition, KafkaConsumer<byte[], byte[]> consumer) {
    this.settings = settings;
    this.partition = partition;
    this.consumer = consumer;
  }

  static TopicReader open(KafkaSettings settings, String topic, boolean fromBeginning) {
    TopicPartition partition = new TopicPartition(topic, 0);
    TopicReader reader = new TopicReader(settings, partition, settings.consumer());
    try {
      List<?> found = reader.consumer.partitionsFor(topic);
      if (found == null || found.isEmpty()) {
        throw KafkaErrors.noTopics(settings, new IllegalStateException(topic));
      }
      reader.consumer.assign(List.of(partition));
      if (fromBeginning) {
        reader.consumer.seekToBeginning(List.of(partition));
      } else {
        reader.consumer.seek(partition, Math.max(reader.first(), reader.end() - LATEST));
      }
      return reader;
    } catch (KafkaException e) {
      reader.close();
      throw KafkaErrors.explain(settings, e);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private long first() {
    return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  /** The offset that the next record written will have. */
  long end() {
    try {
      return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    } catch (KafkaException e) {
      throw KafkaErrors.explain(settings, e);
    }
  }

  /** The offset of the next record to be read. */
  long position() {
    return consumer.position(partition);
  }

  List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
    try {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(wait);
      return records.records(partition);
    } catch (KafkaException e) {
      throw KafkaErrors.explain(settings, e);
    }
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofMillis(500)));
  }
}
