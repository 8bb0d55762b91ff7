package podium.cli.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.report.Progress;
import podium.protocol.topic.Topics;

/** Progress of running attempts from now on. Confined to one thread. */
public final class ProgressReader implements AutoCloseable {
  private final TopicReader topic;

  private ProgressReader(TopicReader topic) {
    this.topic = topic;
  }

  /** A reader of what comes from now on. */
  public static ProgressReader open(KafkaSettings settings) {
    return new ProgressReader(TopicReader.open(settings, Topics.PROGRESS, false));
  }

  /** The next words of progress; what cannot be read is passed over. */
  public List<Progress> poll(Duration wait) {
    List<Progress> all = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : topic.poll(wait)) {
      try {
        all.add(EventCodec.decodeProgress(record.value() == null ? new byte[0] : record.value()));
      } catch (MalformedMessageException e) {
        // why: progress is for the eye alone; a word that cannot be read is not missed
        continue;
      }
    }
    return all;
  }

  @Override
  public void close() {
    topic.close();
  }
}
