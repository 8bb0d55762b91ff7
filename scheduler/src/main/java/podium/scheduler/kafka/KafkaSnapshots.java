package podium.scheduler.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.port.Snapshots;
import podium.engine.snapshot.Manifest;
import podium.engine.snapshot.Shelf;
import podium.protocol.topic.Topics;

/** Snapshots in a compacted topic of Kafka. Thread-safe. */
public final class KafkaSnapshots implements Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaSnapshots.class);
  private static final TopicPartition PARTITION = new TopicPartition(Topics.SNAPSHOTS, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final KafkaSettings settings;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("snapshots").factory());
  private volatile boolean closed;
  private volatile Optional<Producer<String, byte[]>> producer = Optional.empty();

  public KafkaSnapshots(KafkaSettings settings) {
    this.settings = settings;
  }

  @Override
  public void read(
      java.util.function.Consumer<Map<String, byte[]>> found,
      java.util.function.Consumer<Exception> failed) {
    execute(
        () -> {
          Map<String, byte[]> all = new HashMap<>();
          try (Consumer<String, byte[]> consumer = newConsumer()) {
            if (Optional.ofNullable(consumer.partitionsFor(Topics.SNAPSHOTS, ANSWER))
                .orElse(List.of())
                .isEmpty()) {
              return () -> found.accept(Map.of());
            }
            consumer.assign(List.of(PARTITION));
            consumer.seekToBeginning(List.of(PARTITION));
            read(consumer, end(consumer))
                .forEach(
                    record -> {
                      if (record.value() == null) {
                        all.remove(record.key());
                      } else if (record.key() != null) {
                        all.put(record.key(), record.value());
                      }
                    });
          }
          return () -> found.accept(all);
        },
        failed);
  }

  @Override
  public void write(
      Supplier<Shelf.Written> snapshot,
      java.util.function.Consumer<Manifest> written,
      java.util.function.Consumer<Exception> failed) {
    execute(
        () -> {
          Shelf.Written made = snapshot.get();
          List<Future<RecordMetadata>> sent = new ArrayList<>();
          made.records()
              .forEach(
                  (key, value) ->
                      sent.add(send(new ProducerRecord<>(Topics.SNAPSHOTS, 0, key, value))));
          List<Long> offsets = new ArrayList<>();
          for (Future<RecordMetadata> one : sent) {
            offsets.add(one.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS).offset());
          }
          readBack(made, offsets.getFirst(), offsets.getLast());
          return () -> written.accept(made.manifest());
        },
        failed);
  }

  private void readBack(Shelf.Written made, long first, long last) {
    Map<String, byte[]> missing = new HashMap<>(made.records());
    try (Consumer<String, byte[]> consumer = newConsumer()) {
      consumer.assign(List.of(PARTITION));
      consumer.seek(PARTITION, first);
      for (ConsumerRecord<String, byte[]> record : read(consumer, last + 1)) {
        missing.computeIfPresent(
            record.key(), (key, value) -> Arrays.equals(value, record.value()) ? null : value);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "%d of %d records were not read back as they were written"
              .formatted(missing.size(), made.records().size()));
    }
  }

  @Override
  public void remove(Set<String> keys) {
    execute(
        () -> {
          for (String key : keys) {
            var unused = send(new ProducerRecord<>(Topics.SNAPSHOTS, 0, key, null));
          }
          return () -> {};
        },
        failure -> LOG.debug("outdated snapshots stay: {}", failure.getMessage()));
  }

  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
    producer.ifPresent(open -> open.close(Duration.ZERO));
  }

  /** Something that takes its time, and what is to be told then. */
  private interface Work {
    Runnable done() throws ExecutionException, InterruptedException, TimeoutException;
  }

  private void execute(Work work, java.util.function.Consumer<Exception> failed) {
    try {
      thread.execute(() -> tell(work, failed));
    } catch (RejectedExecutionException e) {
      LOG.debug("asked of snapshots after close, dropped");
    }
  }

  private void tell(Work work, java.util.function.Consumer<Exception> failed) {
    Runnable told;
    try {
      told = work.done();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (ExecutionException e) {
      told = () -> failed.accept(new IllegalStateException(e.getCause()));
    } catch (TimeoutException | RuntimeException e) {
      told = () -> failed.accept(e);
    }
    if (!closed) {
      told.run();
    }
  }

  private List<ConsumerRecord<String, byte[]>> read(Consumer<String, byte[]> consumer, long end) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    long begun = System.nanoTime();
    while (!closed && consumer.position(PARTITION, ANSWER) < end) {
      int before = records.size();
      consumer.poll(POLL).forEach(records::add);
      if (records.size() > before) {
        begun = System.nanoTime();
      } else if (System.nanoTime() - begun > ANSWER.toNanos()) {
        throw new IllegalStateException(
            "topic %s was not read to offset %d within %s"
                .formatted(Topics.SNAPSHOTS, end, ANSWER));
      }
    }
    return records;
  }

  private static long end(Consumer<String, byte[]> consumer) {
    return consumer.endOffsets(List.of(PARTITION), ANSWER).getOrDefault(PARTITION, 0L);
  }

  private Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
    Producer<String, byte[]> open = producer.orElseGet(this::newProducer);
    producer = Optional.of(open);
    return open.send(record);
  }

  private Producer<String, byte[]> newProducer() {
    return new KafkaProducer<>(
        settings.with(
            Map.of(
                "acks", "all",
                "enable.idempotence", true,
                "max.request.size", Topics.MAX_SNAPSHOT_BYTES + 65_536,
                "delivery.timeout.ms", 20_000,
                "request.timeout.ms", 10_000,
                "max.block.ms", 20_000,
                "linger.ms", 0)),
        new StringSerializer(),
        new ByteArraySerializer());
  }

  private Consumer<String, byte[]> newConsumer() {
    return new KafkaConsumer<>(
        settings.with(
            Map.of(
                "enable.auto.commit",
                false,
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_uncommitted",
                "allow.auto.create.topics",
                false,
                "default.api.timeout.ms",
                20_000)),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }
}
