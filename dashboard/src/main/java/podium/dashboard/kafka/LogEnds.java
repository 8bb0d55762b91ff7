package podium.dashboard.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import podium.dashboard.domain.Course;
import podium.dashboard.domain.LastRecord;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Position.LogId;

/** Where a log begins and ends, and whether it still holds a board's last record. One thread. */
final class LogEnds {
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration TURN = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final TopicPartition partition;
  private Optional<Integer> epoch = Optional.empty();

  LogEnds(KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition) {
    this.consumer = consumer;
    this.partition = partition;
  }

  /** The offset that the next record will have. */
  long end() {
    return offset(consumer.endOffsets(List.of(partition), ANSWER));
  }

  /** The offset of the first record that is still there. */
  long first() {
    return offset(consumer.beginningOffsets(List.of(partition), ANSWER));
  }

  private long offset(Map<TopicPartition, Long> offsets) {
    return Optional.ofNullable(offsets.get(partition)).orElse(0L);
  }

  /** The log beside what a board knows of it. */
  Course.Log log(LogId id, Position board) throws TimeoutException {
    long first = first();
    long end = end();
    Optional<LastRecord> last =
        board
            .last()
            .filter(record -> board.log().equals(id))
            .filter(record -> record.offset() >= first && record.offset() < end);
    Optional<LastRecord> found =
        last.isPresent() ? Optional.of(read(last.get().offset())) : Optional.empty();
    return new Course.Log(id, first, end, found);
  }

  private LastRecord read(long offset) throws TimeoutException {
    consumer.seek(partition, offset);
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < ANSWER.toNanos()) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(TURN)) {
        epoch = record.leaderEpoch();
        return LastRecord.of(
            record.offset(), Optional.ofNullable(record.value()).orElse(new byte[0]));
      }
    }
    throw new TimeoutException("Kafka did not give the record at offset " + offset);
  }

  /** Goes to where a board is; Kafka then tells when it lost what was read before. */
  void seek(Position board) {
    consumer.seek(partition, new OffsetAndMetadata(board.offset(), epoch, ""));
  }
}
