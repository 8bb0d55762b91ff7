package podium.dashboard.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.BoardListener;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.topic.Topics;

/**
 * Listens to progress from now on, on a thread of its own; what is missed is missed, and what
 * cannot be read is counted. Thread-safe.
 */
public final class ProgressReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReader.class);
  private static final TopicPartition PROGRESS = new TopicPartition(Topics.PROGRESS, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int BATCH = 500;

  private final Clients clients;
  private final BoardListener listener;
  private final Steady thread;
  private volatile Optional<Long> heard = Optional.empty();
  private final AtomicLong unreadable = new AtomicLong();

  private ProgressReader(Map<String, String> kafka, BoardListener listener) {
    this.clients = new Clients(kafka);
    this.listener = listener;
    this.thread = Steady.start("podium-progress", this::session, ProgressReader::cause);
  }

  /** Starts to listen. */
  public static ProgressReader start(Map<String, String> kafka, BoardListener listener) {
    return new ProgressReader(kafka, listener);
  }

  /** For how long the scheduler has given no sign of life; nothing when it never did. */
  public Optional<Duration> schedulerSilence() {
    return heard.map(at -> Duration.ofNanos(System.nanoTime() - at));
  }

  /** How it goes, in words. */
  public String state() {
    String passed =
        unreadable.get() == 0
            ? ""
            : "; passed over %d records of %s that nobody can read"
                .formatted(unreadable.get(), Topics.PROGRESS);
    return thread.failure().orElse("ready") + passed;
  }

  @Override
  public void close() {
    thread.close();
  }

  private static Steady.Cause cause(Throwable e) {
    return e instanceof KafkaException
        ? new Steady.Cause("waiting for Kafka and podium.progress: " + e, true, true)
        : Steady.Cause.unexpected(e);
  }

  private void session(Steady self) {
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(BATCH, "latest")) {
      consumer.assign(List.of(PROGRESS));
      consumer.seekToEnd(List.of(PROGRESS));
      while (self.running()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        records.forEach(this::hear);
        self.goesOn(!records.isEmpty());
      }
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = Optional.ofNullable(record.value()).orElse(new byte[0]);
    try {
      switch (record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8)) {
        case "" -> listener.progressed(EventCodec.decodeProgress(value));
        case Topics.CAPACITY_KEY -> listener.heard(EventCodec.decodeCapacity(value));
        case Topics.ALIVE_KEY -> {
          LOG.trace("scheduler alive; term={}", EventCodec.decodeAlive(value).term());
          heard = Optional.of(System.nanoTime());
        }
        default -> LOG.trace("of no use here; offset={}", record.offset());
      }
    } catch (MalformedMessageException e) {
      // why: words for the eye alone; nobody misses one
      unreadable.incrementAndGet();
      LOG.debug("progress that cannot be read; offset={}", record.offset(), e);
    }
  }
}
