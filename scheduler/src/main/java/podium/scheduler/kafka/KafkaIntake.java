package podium.scheduler.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.codec.RequestCodec;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;
import podium.scheduler.domain.Command;
import podium.scheduler.domain.Intake;

/** The requests topic on Kafka, read by one thread without a consumer group. Thread-safe. */
public final class KafkaIntake implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.REQUESTS, 0);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int QUOTED_BYTES = 2048;

  private final KafkaSettings settings;
  private final long fromOffset;
  private final Listener listener;
  private final Semaphore demand = new Semaphore(1);
  private volatile boolean closed;

  private KafkaIntake(KafkaSettings settings, long fromOffset, Listener listener) {
    this.settings = settings;
    this.fromOffset = fromOffset;
    this.listener = listener;
  }

  /** Reads from an offset on, in the background. */
  public static Intake open(KafkaSettings settings, long fromOffset, Listener listener) {
    KafkaIntake intake = new KafkaIntake(settings, fromOffset, listener);
    Thread.ofPlatform().daemon().name("requests-reader").start(intake::read);
    return intake;
  }

  @Override
  public void close() {
    closed = true;
    demand.release();
  }

  private void read() {
    try (Consumer<byte[], byte[]> consumer = newConsumer()) {
      consumer.assign(List.of(PARTITION));
      seek(consumer);
      while (!closed) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          List<Command> commands = new ArrayList<>();
          records.forEach(record -> commands.add(command(record)));
          deliver(commands);
        }
      }
    } catch (RuntimeException e) {
      if (!closed) {
        listener.onFailure(e);
      }
    }
  }

  /** Goes to where the log says; says so loudly when Kafka no longer has it. */
  private void seek(Consumer<byte[], byte[]> consumer) {
    long first = consumer.beginningOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
    long end = consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
    long from = fromOffset;
    if (from < first || from > end) {
      from = first;
      LOG.error("requests from offset {} to {} are lost", fromOffset, first);
      deliver(List.of(new Command.MissRequests(Topics.REQUESTS, 0, fromOffset, first)));
    }
    consumer.seek(PARTITION, from);
  }

  private void deliver(List<Command> commands) {
    demand.acquireUninterruptibly();
    listener.onRequests(new Batch(commands, demand::release));
  }

  private static Command command(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    Optional<String> key =
        Optional.ofNullable(record.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    int quoted = Math.min(value.length, QUOTED_BYTES);
    return new Command.TakeRequest(
        new Source(record.topic(), record.partition(), record.offset()),
        RequestCodec.read(value, key),
        new Command.Raw(
            new String(value, 0, quoted, StandardCharsets.UTF_8), value.length, sha256(value)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of()
          .formatHex(java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Consumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(
        settings.with(
            Map.of(
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "none",
                "max.poll.records",
                200,
                "default.api.timeout.ms",
                20_000)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
