package podium.cli.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import podium.cli.error.UserErrorException;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.event.Entry;
import podium.protocol.fence.Fence;
import podium.protocol.topic.Topics;

/** The valid entries of the event log, from its first record on. Confined to one thread. */
public final class LogReader implements AutoCloseable {
  private final TopicReader topic;
  private Fence fence = Fence.START;
  private long unreadable;

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

  /**
   * Asks Kafka something when it has been silent.
   *
   * @throws UserErrorException when it does not answer
   */
  public void requireAnswer() {
    topic.requireAnswer();
  }

  /** Records that the fence voided, and those that no one could read. */
  public long voided() {
    return fence.voided() + unreadable;
  }

  private void judge(ConsumerRecord<byte[], byte[]> record, List<Entry> valid) {
    try {
      Entry entry = EventCodec.decodeEntry(record.value() == null ? new byte[0] : record.value());
      Fence.Verdict verdict = fence.judge(entry);
      fence = verdict.after();
      if (verdict.valid()) {
        valid.add(entry);
      }
    } catch (MalformedMessageException e) {
      unreadable++;
    }
  }

  @Override
  public void close() {
    topic.close();
  }
}
