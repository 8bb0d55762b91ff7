package podium.cli.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import podium.cli.error.UserErrorException;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.engine.state.LogFold;
import podium.engine.state.SchedulerState;
import podium.protocol.event.Entry;
import podium.protocol.topic.Topics;

/**
 * The entries of the event log that count and have an effect, from its first record on. Confined to
 * one thread.
 */
public final class LogReader implements AutoCloseable {
  private final TopicReader topic;
  private final LogFold log = new LogFold();
  private Optional<Reading.NotUnderstood> firstUnknown = Optional.empty();
  private Optional<LogFold.Judged> firstRefused = Optional.empty();

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

  /** The next of them; none when nothing comes in time. */
  public List<Entry> poll(Duration wait) {
    List<Entry> entries = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : topic.poll(wait)) {
      judge(record, entries);
    }
    return entries;
  }

  /** Every one of them that was in the log when this was called and was not read yet. */
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
    return log.place();
  }

  /** What the scheduler knows that wrote it, unless something of it is of a later version. */
  public Optional<SchedulerState> state() {
    return log.state();
  }

  /** What a person should know of records that are not shown; none when all are. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    firstUnknown.ifPresent(
        first ->
            warnings.add(
                ("%d records of the log are of a later version of Podium, the first at offset %d:"
                        + " %s; what is shown is incomplete, so use a newer podium")
                    .formatted(log.place().notUnderstood(), first.offset(), first.why())));
    firstRefused.ifPresent(
        first ->
            warnings.add(
                ("%d facts of the log contradict what stands before them and have no effect, the"
                        + " first at offset %d: %s; ./podium audit names them")
                    .formatted(
                        log.refused(), first.reading().offset(), first.against().orElse(""))));
    return List.copyOf(warnings);
  }

  /**
   * Asks Kafka something when it has been silent.
   *
   * @throws UserErrorException when it does not answer
   */
  public void requireAnswer() {
    topic.requireAnswer();
  }

  private void judge(ConsumerRecord<byte[], byte[]> record, List<Entry> entries) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    LogFold.Judged judged = log.read(record.offset(), value);
    judged.effect().ifPresent(entries::add);
    if (judged.against().isPresent()) {
      firstRefused = firstRefused.or(() -> Optional.of(judged));
    }
    if (judged.reading() instanceof Reading.NotUnderstood unknown) {
      firstUnknown = firstUnknown.or(() -> Optional.of(unknown));
    }
  }

  @Override
  public void close() {
    topic.close();
  }
}
