package podium.dashboard.kafka;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.notification.Notification;
import podium.dashboard.notification.Occasions;
import podium.dashboard.notification.Outbox;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.topic.Topics;

/**
 * Reads the event log for what is worth telling, on a thread of its own: from its first record on,
 * since what is worth telling follows from what was before, and each target is told from where it
 * is. Thread-safe.
 */
public final class LogNotifier implements AutoCloseable {
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final Clients clients;
  private final int batchRecords;
  private final List<Outbox> outboxes;
  private final Duration silence;
  private final InstantSource clock;
  private final Steady thread;

  private LogNotifier(
      Map<String, String> kafka,
      int batchRecords,
      List<Outbox> outboxes,
      Duration silence,
      InstantSource clock) {
    this.clients = new Clients(kafka);
    this.batchRecords = batchRecords;
    this.outboxes = List.copyOf(outboxes);
    this.silence = silence;
    this.clock = clock;
    this.thread = Steady.start("podium-notifier", this::session, LogNotifier::cause);
  }

  /**
   * Begins to read, and closes the outboxes with itself.
   *
   * @param silence after which a running trial is called silent
   */
  public static LogNotifier start(
      Map<String, String> kafka,
      int batchRecords,
      List<Outbox> outboxes,
      Duration silence,
      InstantSource clock) {
    return new LogNotifier(kafka, batchRecords, outboxes, silence, clock);
  }

  /** What people should know of it. */
  public List<String> remarks() {
    return Stream.concat(
            thread.failure().map("Nobody is notified: %s."::formatted).stream(),
            outboxes.stream().flatMap(it -> it.trouble().stream()))
        .toList();
  }

  /** What became of all messages since the start. */
  public Told told() {
    return new Told(
        outboxes.stream().mapToLong(Outbox::delivered).sum(),
        outboxes.stream().mapToLong(Outbox::givenUp).sum(),
        outboxes.stream().mapToLong(Outbox::waiting).sum());
  }

  /** Numbers of messages. */
  public record Told(long delivered, long givenUp, long waiting) {}

  @Override
  public void close() {
    outboxes.forEach(Outbox::close);
    thread.close();
  }

  private static Steady.Cause cause(Throwable e) {
    return switch (e) {
      case OffsetOutOfRangeException gone ->
          new Steady.Cause("the event log's beginning is gone", true, false);
      case KafkaException kafka -> waiting(kafka);
      case TimeoutException kafka -> waiting(kafka);
      case ExecutionException kafka -> waiting(kafka);
      case IOException disk ->
          new Steady.Cause("podium.notifications.dir cannot be written: " + disk, true, false);
      default -> Steady.Cause.unexpected(e);
    };
  }

  private static Steady.Cause waiting(Exception e) {
    return new Steady.Cause("it waits for Kafka and podium.events: " + e, true, true);
  }

  private void session(Steady self)
      throws InterruptedException, ExecutionException, TimeoutException, IOException {
    LogId log = clients.log();
    LogCursor cursor = new LogCursor();
    Occasions occasions = new Occasions(log.topic());
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(batchRecords, "none")) {
      consumer.assign(List.of(EVENTS));
      long end = new LogEnds(consumer, EVENTS).end();
      for (Outbox outbox : outboxes) {
        outbox.follow(log, end);
      }
      consumer.seek(EVENTS, 0);
      Instant looked = Instant.EPOCH;
      while (self.running()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          take(record, cursor, occasions);
        }
        self.goesOn(!records.isEmpty());
        Instant now = clock.instant();
        // why: before the end, silence is only what was not read yet
        if (consumer.position(EVENTS) >= end && looked.plus(BETWEEN_LOOKS).isBefore(now)) {
          looked = now;
          List<Notification> silent = occasions.silent(now, silence);
          outboxes.forEach(outbox -> outbox.silent(silent));
        }
      }
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> record, LogCursor cursor, Occasions occasions)
      throws InterruptedException {
    byte[] value = Optional.ofNullable(record.value()).orElse(new byte[0]);
    List<Notification> all =
        switch (cursor.read(record.offset(), value)) {
          case Reading.Counted counted -> occasions.take(record.offset(), counted.entry());
          case Reading.Voided voided -> List.of();
          case Reading.NotUnderstood unknown -> List.of();
        };
    for (Outbox outbox : outboxes) {
      outbox.take(record.offset(), all);
    }
  }
}
