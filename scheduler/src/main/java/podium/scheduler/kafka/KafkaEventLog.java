package podium.scheduler.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.port.EventLog;
import podium.engine.port.LogBeginningGoneException;
import podium.protocol.topic.MissingBeginning;
import podium.protocol.topic.Topics;

/** The event log on Kafka: one thread reads, one writes. Thread-safe. */
public final class KafkaEventLog implements EventLog {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaEventLog.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.EVENTS, 0);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  /** Batches that may wait for the actor. */
  private static final int AHEAD = 4;

  private final KafkaSettings settings;
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("event-log-writer").factory());
  private final Semaphore ahead = new Semaphore(AHEAD);
  private volatile boolean closed;
  private volatile Optional<Producer<byte[], byte[]>> producer = Optional.empty();
  private volatile Listener listener = new Deaf();

  public KafkaEventLog(KafkaSettings settings) {
    this.settings = settings;
  }

  @Override
  public void open(long from, Listener opened) {
    listener = opened;
    Thread.ofPlatform().daemon().name("event-log-reader").start(() -> read(from));
  }

  @Override
  public void append(byte[] record) {
    try {
      writer.execute(() -> write(record));
    } catch (RejectedExecutionException e) {
      LOG.debug("append after close, dropped: {} bytes", record.length);
    }
  }

  @Override
  public void close() {
    closed = true;
    ahead.release(AHEAD);
    writer.shutdownNow();
    // why: no waiting; what is still in flight is void for whoever comes next, by the fence
    producer.ifPresent(open -> open.close(Duration.ZERO));
  }

  private void write(byte[] record) {
    if (closed) {
      return;
    }
    try {
      if (producer.isEmpty()) {
        producer = Optional.of(newProducer());
      }
      var unused =
          producer
              .orElseThrow()
              .send(
                  new ProducerRecord<>(Topics.EVENTS, 0, null, record),
                  (metadata, failure) -> {
                    if (failure != null) {
                      failed(failure);
                    }
                  });
    } catch (RuntimeException e) {
      failed(e);
    } catch (Error e) { // why: nothing else would tell that this record was not written
      failed(new IllegalStateException("the event log's writer ended: " + e, e));
      throw e;
    }
  }

  private void read(long from) {
    try (Consumer<byte[], byte[]> consumer = newConsumer()) {
      consumer.assign(List.of(PARTITION));
      requireBeginning(consumer, ANSWER);
      long looked = System.nanoTime();
      long end = end(consumer);
      consumer.seek(PARTITION, Math.min(from, end));
      boolean told = false;
      while (!closed) {
        boolean caughtUp = consumer.position(PARTITION) >= end;
        if (caughtUp && !told) {
          told = true;
          deliver(List.of(), true);
        }
        List<Stored> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          records.add(
              new Stored(record.offset(), Optional.ofNullable(record.value()).orElse(new byte[0])));
        }
        if (!records.isEmpty()) {
          deliver(records, false);
        }
        if (System.nanoTime() - looked > BETWEEN_LOOKS.toNanos()) {
          lookAtBeginning(consumer);
          // why: a log that lost its tail since may never reach the end that it had
          end = told ? end : Math.min(end, end(consumer));
          looked = System.nanoTime();
        }
      }
    } catch (OffsetOutOfRangeException e) {
      // why: a new term reads from the start, and finds out what is there
      failed(new IllegalStateException("the event log no longer holds what comes next", e));
    } catch (RuntimeException e) {
      failed(e);
    } catch (Error e) { // why: a thread that is gone must be seen, whatever becomes of the process
      failed(new IllegalStateException("the event log's reader ended: " + e, e));
      throw e;
    }
  }

  private static long end(Consumer<byte[], byte[]> consumer) {
    return consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L);
  }

  private static void lookAtBeginning(Consumer<byte[], byte[]> consumer) {
    try {
      requireBeginning(consumer, BETWEEN_LOOKS);
    } catch (TimeoutException e) {
      LOG.debug("not told where the event log begins: {}", e.getMessage());
    }
  }

  /** What has no beginning cannot be folded by the next one, so nobody may add to it. */
  private static void requireBeginning(Consumer<byte[], byte[]> consumer, Duration longest) {
    long first = consumer.beginningOffsets(List.of(PARTITION), longest).getOrDefault(PARTITION, 0L);
    if (first > 0) {
      throw new LogBeginningGoneException(new MissingBeginning(first));
    }
  }

  private void deliver(List<Stored> records, boolean caughtUp) {
    ahead.acquireUninterruptibly();
    listener.onRead(new Batch(records, caughtUp, ahead::release));
  }

  private void failed(Exception failure) {
    if (!closed) {
      listener.onFailure(failure);
    }
  }

  private Producer<byte[], byte[]> newProducer() {
    return new KafkaProducer<>(
        settings.with(
            Map.of(
                "acks", "all",
                "enable.idempotence", true,
                "max.request.size", Topics.MAX_EVENT_BYTES + 65_536,
                "delivery.timeout.ms", 20_000,
                "request.timeout.ms", 10_000,
                "max.block.ms", 20_000,
                "linger.ms", 0)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private Consumer<byte[], byte[]> newConsumer() {
    return new KafkaConsumer<>(
        settings.with(
            Map.of(
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "none",
                // why: as every reader of this log; the fence judges, and an open transaction of
                // somebody else must not hold the read-back up
                "isolation.level",
                "read_uncommitted",
                "max.poll.records",
                5_000,
                "default.api.timeout.ms",
                20_000)),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  /** Before the log is opened nobody listens. */
  private record Deaf() implements Listener {
    @Override
    public void onRead(Batch batch) {}

    @Override
    public void onFailure(Exception failure) {}
  }
}
