package podium.cli.kafka;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import podium.cli.error.UserErrorException;
import podium.protocol.topic.MissingBeginning;

/** Reads a topic's partition 0 without a group. Confined to one thread. */
final class TopicReader implements AutoCloseable {
  /** Records before the end that still tell something of now. */
  private static final long LATEST = 200;

  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final KafkaSettings settings;
  private final TopicPartition partition;
  private final boolean whole;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private long heard;

  private TopicReader(
      KafkaSettings settings,
      TopicPartition partition,
      boolean whole,
      KafkaConsumer<byte[], byte[]> consumer) {
    this.settings = settings;
    this.partition = partition;
    this.whole = whole;
    this.consumer = consumer;
  }

  /**
   * A reader of all there ever was, or of the latest records and what comes then.
   *
   * @throws UserErrorException when there is no Kafka, no such topic, or no beginning of it
   */
  static TopicReader open(KafkaSettings settings, String topic, boolean whole) {
    TopicReader reader =
        new TopicReader(settings, new TopicPartition(topic, 0), whole, settings.consumer());
    try {
      List<?> found = reader.asked(() -> reader.consumer.partitionsFor(topic));
      if (found == null || found.isEmpty()) {
        throw KafkaErrors.noTopics(settings, new IllegalStateException(topic));
      }
      reader.consumer.assign(List.of(reader.partition));
      reader.seek();
      return reader;
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private void seek() {
    long first =
        asked(() -> consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L));
    if (whole && first > 0) {
      throw new UserErrorException(new MissingBeginning(first).told());
    }
    consumer.seek(partition, whole ? 0 : Math.max(first, end() - LATEST));
  }

  /** The offset that the next record written will have. */
  long end() {
    return asked(() -> consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L));
  }

  /** The offset of the next record to be read. */
  long position() {
    return asked(() -> consumer.position(partition));
  }

  List<ConsumerRecord<byte[], byte[]>> poll(Duration wait) {
    try {
      List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(wait).records(partition);
      if (!records.isEmpty()) {
        heard = System.nanoTime();
      }
      return records;
    } catch (OffsetOutOfRangeException e) {
      seek();
      if (whole) {
        throw new UserErrorException(
            "topic %s ended before what had been read of it: it was made anew, or Kafka lost its last records; start the command again"
                .formatted(partition.topic()),
            e);
      }
      return List.of();
    } catch (KafkaException e) {
      throw KafkaErrors.explain(settings, e);
    }
  }

  /**
   * Asks Kafka something when it has said nothing for a while, which may only mean that nothing
   * happens.
   *
   * @throws UserErrorException when it does not answer
   */
  void requireAnswer() {
    if (System.nanoTime() - heard > SILENCE.toNanos()) {
      end();
    }
  }

  private <T> T asked(Supplier<T> question) {
    try {
      T answer = question.get();
      heard = System.nanoTime();
      return answer;
    } catch (KafkaException e) {
      throw KafkaErrors.explain(settings, e);
    }
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofMillis(500)));
  }
}
