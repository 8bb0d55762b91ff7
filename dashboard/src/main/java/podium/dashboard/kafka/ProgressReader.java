package podium.dashboard.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.BoardListener;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.topic.Topics;

/** Listens to progress from now on, on a thread of its own; what is missed is missed. */
public final class ProgressReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressReader.class);
  private static final TopicPartition PROGRESS = new TopicPartition(Topics.PROGRESS, 0);
  private static final int BATCH = 500;

  private final Clients clients;
  private final BoardListener listener;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<Long> heard = Optional.empty();

  private ProgressReader(Map<String, String> kafka, BoardListener listener) {
    this.clients = new Clients(kafka);
    this.listener = listener;
    this.thread = Thread.ofPlatform().name("podium-progress").daemon().unstarted(this::follow);
  }

  /** Starts to listen. */
  public static ProgressReader start(Map<String, String> kafka, BoardListener listener) {
    ProgressReader reader = new ProgressReader(kafka, listener);
    reader.thread.start();
    return reader;
  }

  /** For how long the scheduler has given no sign of life; nothing when it never did. */
  public Optional<Duration> schedulerSilence() {
    return heard.map(at -> Duration.ofNanos(System.nanoTime() - at));
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    boolean stopped = false;
    while (!stopped) {
      try {
        session();
      } catch (KafkaException e) {
        LOG.debug("no progress for now; cause={}", e.toString());
      }
      try {
        stopped = stopping.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void session() {
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(BATCH, "latest")) {
      consumer.assign(List.of(PROGRESS));
      consumer.seekToEnd(List.of(PROGRESS));
      while (stopping.getCount() > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          hear(record);
        }
      }
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    try {
      if (record.key() == null) {
        listener.progressed(EventCodec.decodeProgress(record.value()));
      } else if (new String(record.key(), StandardCharsets.UTF_8).equals(Topics.ALIVE_KEY)) {
        LOG.trace("scheduler alive; term={}", EventCodec.decodeAlive(record.value()).term());
        heard = Optional.of(System.nanoTime());
      }
    } catch (MalformedMessageException e) {
      LOG.debug("progress that cannot be read; cause={}", e.getMessage());
    }
  }
}
