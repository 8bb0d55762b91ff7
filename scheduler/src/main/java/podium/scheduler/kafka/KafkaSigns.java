package podium.scheduler.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.codec.EventCodec;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.report.Alive;
import podium.protocol.topic.Topics;

/** Hears other schedulers' signs of life; nobody depends on one of them. Thread-safe. */
public final class KafkaSigns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSigns.class);
  private static final TopicPartition PROGRESS = new TopicPartition(Topics.PROGRESS, 0);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final KafkaSettings settings;
  private final BiConsumer<Alive, Boolean> heard;
  private final CountDownLatch closing = new CountDownLatch(1);

  private KafkaSigns(KafkaSettings settings, BiConsumer<Alive, Boolean> heard) {
    this.settings = settings;
    this.heard = heard;
  }

  /**
   * Listens from now on.
   *
   * @param heard a sign, and whether whoever gave it stands by; called from a thread of its own
   */
  public static KafkaSigns open(KafkaSettings settings, BiConsumer<Alive, Boolean> heard) {
    KafkaSigns signs = new KafkaSigns(settings, heard);
    Thread.ofPlatform().daemon().name("signs-of-schedulers").start(signs::listen);
    return signs;
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private void listen() {
    while (closing.getCount() > 0) {
      try {
        session();
      } catch (RuntimeException e) {
        LOG.debug("signs of other schedulers are not heard, tried again; cause={}", e.toString());
        pause();
      }
    }
  }

  private void session() {
    try (Consumer<byte[], byte[]> consumer = newConsumer()) {
      consumer.assign(List.of(PROGRESS));
      consumer.seekToEnd(List.of(PROGRESS));
      while (closing.getCount() > 0) {
        consumer.poll(POLL).forEach(this::hear);
      }
    }
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null || record.value() == null) {
      return;
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    boolean standsBy = key.equals(Topics.STANDBY_KEY);
    if (!standsBy && !key.equals(Topics.ALIVE_KEY)) {
      return;
    }
    try {
      heard.accept(EventCodec.decodeAlive(record.value()), standsBy);
    } catch (MalformedMessageException e) {
      LOG.debug("a sign of life that cannot be read; offset={}", record.offset(), e);
    }
  }

  private void pause() {
    try {
      var unused = closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  private Consumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(
        settings.with(
            Map.of(
                "enable.auto.commit", false,
                "auto.offset.reset", "latest",
                "allow.auto.create.topics", false)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
