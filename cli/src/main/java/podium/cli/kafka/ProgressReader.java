package podium.cli.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.report.Progress;
import podium.protocol.topic.Topics;

/** Progress of running attempts, the latest words first told again. Confined to one thread. */
public final class ProgressReader implements AutoCloseable {
  private final TopicReader topic;
  private long passedOver;

  private ProgressReader(TopicReader topic) {
    this.topic = topic;
  }

  /** A reader of the latest words and of what comes from now on. */
  public static ProgressReader open(KafkaSettings settings) {
    return new ProgressReader(TopicReader.open(settings, Topics.PROGRESS, false));
  }

  /** The next words of progress; what cannot be read is passed over. */
  public List<Progress> poll(Duration wait) {
    return topic.poll(wait).stream()
        .filter(record -> record.key() == null)
        .map(record -> Optional.ofNullable(record.value()).orElse(new byte[0]))
        .flatMap(value -> read(value).stream())
        .toList();
  }

  // why: progress is for the eye alone; a word that cannot be read is not missed
  private Optional<Progress> read(byte[] json) {
    try {
      return Optional.of(EventCodec.decodeProgress(json));
    } catch (MalformedMessageException e) {
      passedOver++;
      return Optional.empty();
    }
  }

  /** How many words could not be read so far. */
  public long passedOver() {
    return passedOver;
  }

  @Override
  public void close() {
    topic.close();
  }
}
