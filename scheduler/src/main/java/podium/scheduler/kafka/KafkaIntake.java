package podium.scheduler.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.decide.Command;
import podium.engine.port.Intake;
import podium.protocol.codec.RequestCodec;
import podium.protocol.topic.Topics;

/**
 * The requests topic on Kafka, every partition of it, read by one thread without a consumer group.
 * Thread-safe.
 */
public final class KafkaIntake implements Intake {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaIntake.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int QUOTED_BYTES = 2048;

  private final KafkaSettings settings;
  private final Begin begin;
  private final Listener listener;
  private final Semaphore demand = new Semaphore(1);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final List<TopicPartition> followed = new ArrayList<>();

  private KafkaIntake(KafkaSettings settings, Begin begin, Listener listener) {
    this.settings = settings;
    this.begin = begin;
    this.listener = listener;
  }

  /** Opens the requests topic of one Kafka. Thread-safe. */
  public record Source(KafkaSettings settings) implements Intake.Factory {
    @Override
    public void topic(
        java.util.function.Consumer<String> found, java.util.function.Consumer<Exception> failed) {
      Thread.ofPlatform()
          .daemon()
          .name("requests-topic")
          .start(
              () -> {
                try (RequestsTopic topic = RequestsTopic.open(settings, new CountDownLatch(1))) {
                  found.accept(topic.look().map(RequestsTopic.Seen::id).orElse(""));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } catch (RuntimeException e) {
                  failed.accept(e);
                } catch (Error e) { // why: the reign waits for this answer
                  failed.accept(new IllegalStateException("not told the requests topic: " + e, e));
                  throw e;
                }
              });
    }

    @Override
    public Intake open(Begin begin, Listener listener) {
      KafkaIntake intake = new KafkaIntake(settings, begin, listener);
      Thread.ofPlatform().daemon().name("requests-reader").start(intake::read);
      return intake;
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    demand.release();
  }

  private boolean closed() {
    return stopping.getCount() == 0;
  }

  private void read() {
    try (Consumer<byte[], byte[]> consumer = newConsumer();
        RequestsTopic topic = RequestsTopic.open(settings, stopping)) {
      look(topic, consumer);
      long looked = System.nanoTime();
      while (!closed()) {
        ConsumerRecords<byte[], byte[]> records = poll(topic, consumer);
        // why: an offset may fit a topic made anew, too; what was read counts only if the topic is
        // still the same afterwards, since no id ever comes back
        if (!records.isEmpty() || System.nanoTime() - looked > BETWEEN_LOOKS.toNanos()) {
          look(topic, consumer);
          looked = System.nanoTime();
        }
        if (!records.isEmpty() && !closed()) {
          List<Command.OfRequests> commands = new ArrayList<>();
          records.forEach(record -> commands.add(command(record)));
          deliver(commands);
        }
      }
    } catch (RuntimeException e) {
      if (!closed()) {
        listener.onFailure(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Error e) { // why: a thread that is gone must be seen, whatever becomes of the process
      listener.onFailure(new IllegalStateException("the reader of requests ended: " + e, e));
      throw e;
    }
  }

  private ConsumerRecords<byte[], byte[]> poll(
      RequestsTopic topic, Consumer<byte[], byte[]> consumer) throws InterruptedException {
    if (followed.isEmpty()) {
      topic.pause();
      return ConsumerRecords.empty();
    }
    try {
      return consumer.poll(POLL);
    } catch (OffsetOutOfRangeException e) {
      look(topic, consumer);
      if (closed()) {
        return ConsumerRecords.empty();
      }
      throw e; // why: a new term finds out what of this topic is gone
    }
  }

  /** Follows partitions that are new; closes when the topic is not the one to be read. */
  private void look(RequestsTopic topic, Consumer<byte[], byte[]> consumer)
      throws InterruptedException {
    Optional<RequestsTopic.Seen> seen = topic.await();
    int partitions = seen.filter(this::isToBeRead).map(RequestsTopic.Seen::partitions).orElse(0);
    for (int partition = followed.size(); partition < partitions; partition++) {
      TopicPartition next = new TopicPartition(Topics.REQUESTS, partition);
      Optional<RequestsTopic.Range> range = topic.range(next);
      // why: the range of a topic made anew meanwhile must not be told as a loss of this one
      if (range.isEmpty() || !topic.await().equals(seen)) {
        return; // why: the next look sees what there is then
      }
      follow(next, range.get(), consumer);
    }
  }

  private boolean isToBeRead(RequestsTopic.Seen seen) {
    boolean same = seen.id().isEmpty() || seen.id().equals(begin.topic());
    if (!same) {
      listener.onOtherTopic(seen.id());
      close();
    }
    return same;
  }

  /**
   * Goes to where the log says, or to the nearest place that Kafka still has. Of a topic that is
   * still the same, what stands before that place has its fact.
   */
  private void follow(
      TopicPartition partition, RequestsTopic.Range range, Consumer<byte[], byte[]> consumer) {
    long from = begin.of(partition.partition());
    long at = Math.clamp(from, range.first(), range.end());
    if (at != from) {
      deliver(
          List.of(new Command.MissRequests(partition.topic(), partition.partition(), from, at)));
    }
    followed.add(partition);
    consumer.assign(followed);
    consumer.seek(partition, at);
    LOG.info("{} is read from offset {}", partition, at);
  }

  private void deliver(List<Command.OfRequests> commands) {
    demand.acquireUninterruptibly();
    listener.onRequests(new Batch(commands, demand::release));
  }

  private static Command.OfRequests command(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value() == null ? new byte[0] : record.value();
    Optional<String> key =
        Optional.ofNullable(record.key()).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    int quoted = Math.min(value.length, QUOTED_BYTES);
    return new Command.TakeRequest(
        new podium.protocol.event.Source(record.topic(), record.partition(), record.offset()),
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
                // why: what a transaction took back was never asked for
                "isolation.level",
                "read_committed",
                // why: a topic made by the way would forget its records after a week
                "allow.auto.create.topics",
                false,
                "max.poll.records",
                200,
                "default.api.timeout.ms",
                20_000)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
