package podium.scheduler.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.port.Broadcast;
import podium.protocol.codec.EventCodec;
import podium.protocol.report.Alive;
import podium.protocol.report.Progress;
import podium.protocol.report.WorkerCapacity;
import podium.protocol.topic.Topics;

/**
 * Publishes what is told once and never kept; what Kafka cannot take at once is dropped.
 * Thread-safe.
 */
public final class KafkaProgress implements Broadcast, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaProgress.class);

  private final Producer<byte[], byte[]> producer;

  public KafkaProgress(KafkaSettings settings) {
    this.producer =
        new KafkaProducer<>(
            // why: called on the actor's thread, so it must never wait; progress is ephemeral
            settings.with(
                Map.of("acks", "1", "enable.idempotence", false, "max.block.ms", 0, "retries", 0)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @Override
  public void progress(Progress progress) {
    send(new ProducerRecord<>(Topics.PROGRESS, 0, null, EventCodec.encode(progress)));
  }

  @Override
  public void alive(Alive alive, boolean standsBy) {
    send(standsBy ? Topics.STANDBY_KEY : Topics.ALIVE_KEY, EventCodec.encode(alive));
  }

  @Override
  public void capacity(WorkerCapacity capacity) {
    send(Topics.CAPACITY_KEY, EventCodec.encode(capacity));
  }

  private void send(String key, byte[] value) {
    send(new ProducerRecord<>(Topics.PROGRESS, 0, key.getBytes(StandardCharsets.UTF_8), value));
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    var unused =
        producer.send(
            record,
            (metadata, failure) -> {
              if (failure != null) {
                LOG.debug("progress dropped: {}", failure.getMessage());
              }
            });
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }
}
