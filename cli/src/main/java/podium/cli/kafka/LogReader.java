package podium.cli.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import podium.cli.error.UserErrorException;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.event.Entry;
import podium.protocol.topic.Topics;

/** The valid entries of the event log, from its first record on. Confined to one thread. */
public final class LogReader implements AutoCloseable {
  private final TopicReader topic;
  private final LogCursor cursor = new LogCursor();
  private Optional<Reading.NotUnderstood> firstUnknown = Optional.empty();

  private LogReader(TopicReader topic) {
    this.topic = topic;
  }

  /**
   * A reader at the log's first record.
   *
   * @throws UserErrorException when there is no Kafka, or no log with its beginning in it
   */
  public static LogReader open(KafkaSettings settings) {
    return new LogReader(TopicReader.open(settings, Topics.EVENTS, true));
  }

  /** The next valid entries; none when nothing comes in time. */
  public List<Entry> poll(Duration wait) {
    List<Entry> valid = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : topic.poll(wait)) {
      judge(record, valid);
    }
    return valid;
  }

  /** Every valid entry that was in the log when this was called and was not read yet. */
  public List<Entry> toEnd() {
    List<Entry> all = new ArrayList<>();
    long end = topic.end();
    while (topic.position() < end) {
      all.addAll(poll(Duration.ofMillis(200)));
      requireAnswer();
    }
    return all;
  }

  /** How far it came. */
  public LogCursor.Place place() {
    return cursor.place();
  }

  /**
   * What a person should know of records that this version does not know; nothing if there is none.
   */
  public Optional<String> warning() {
    return firstUnknown.map(
        first ->
            ("%d records of the log are of a later version of Podium, the first at offset %d: %s;"
                    + " what is shown is incomplete, so use a newer podium")
                .formatted(cursor.place().notUnderstood(), first.offset(), first.why()));
  }

  /**
   * Asks Kafka something when it has been silent.
   *
   * @throws UserErrorException when it does not answer
   */
  public void requireAnswer() {
    topic.requireAnswer();
  }

  private void judge(ConsumerRecord<byte[], byte[]> record, List<Entry> valid) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    switch (cursor.read(record.offset(), value)) {
      case Reading.Counted counted -> valid.add(counted.entry());
      case Reading.NotUnderstood unknown ->
          firstUnknown = firstUnknown.or(() -> Optional.of(unknown));
      case Reading.Voided ignored -> {}
    }
  }

  @Override
  public void close() {
    topic.close();
  }
}
