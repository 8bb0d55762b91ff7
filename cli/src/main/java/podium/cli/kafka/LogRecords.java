package podium.cli.kafka;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import podium.protocol.topic.Topics;

/** Every record of the event log, whatever is in it. Thread-safe. */
public final class LogRecords {
  private static final Duration TURN = Duration.ofMillis(200);

  private LogRecords() {}

  /** Takes one record after another. */
  public interface Taker {
    /** Takes a record; one without a value has no bytes. */
    void take(long offset, byte[] record);
  }

  /**
   * Hands over every record from the first one to the end that the log has now.
   *
   * @throws podium.cli.error.UserErrorException when there is no Kafka, or no log with its
   *     beginning in it
   */
  public static void each(KafkaSettings settings, Taker taker) {
    try (TopicReader topic = TopicReader.open(settings, Topics.EVENTS, true)) {
      long end = topic.end();
      while (topic.position() < end) {
        for (ConsumerRecord<byte[], byte[]> record : topic.poll(TURN)) {
          taker.take(record.offset(), record.value() == null ? new byte[0] : record.value());
        }
        topic.requireAnswer();
      }
    }
  }

  /**
   * The same, and then whatever comes, until the thread is interrupted.
   *
   * @param atEnd is told once, when the end that the log has now was reached
   */
  public static void follow(KafkaSettings settings, Taker taker, Runnable atEnd) {
    try (TopicReader topic = TopicReader.open(settings, Topics.EVENTS, true)) {
      long end = topic.end();
      boolean told = false;
      while (!Thread.currentThread().isInterrupted()) {
        if (!told && topic.position() >= end) {
          told = true;
          atEnd.run();
        }
        for (ConsumerRecord<byte[], byte[]> record : topic.poll(TURN)) {
          taker.take(record.offset(), record.value() == null ? new byte[0] : record.value());
        }
        topic.requireAnswer();
      }
    }
  }
}
