package podium.dashboard.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.Audit;
import podium.engine.audit.Auditor;
import podium.engine.audit.Violation;
import podium.engine.log.LogCursor;
import podium.protocol.topic.Topics;

/**
 * Judges the event log from its first record on, and goes on with it, on a thread that gives way to
 * all others. It begins anew with every building of the board. Thread-safe.
 */
public final class LogAudit implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogAudit.class);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final Duration POLL = Duration.ofMillis(500);

  private final Clients clients;
  private final int batchRecords;
  private final Supplier<String> generation;
  private final Steady thread;
  private volatile Audit audit = Audit.NONE;

  private LogAudit(Map<String, String> kafka, int batchRecords, Supplier<String> generation) {
    this.clients = new Clients(kafka);
    this.batchRecords = batchRecords;
    this.generation = generation;
    this.thread = Steady.start("podium-audit", this::session, LogAudit::cause);
  }

  /**
   * Begins to judge.
   *
   * @param generation of the board, another one after each rebuild
   */
  public static LogAudit start(
      Map<String, String> kafka, int batchRecords, Supplier<String> generation) {
    return new LogAudit(kafka, batchRecords, generation);
  }

  /** What was found so far. */
  public Audit audit() {
    return audit;
  }

  @Override
  public void close() {
    thread.close();
  }

  private static Steady.Cause cause(Throwable e) {
    return switch (e) {
      case OffsetOutOfRangeException gone ->
          new Steady.Cause("the audit cannot judge a log whose beginning is gone", true, false);
      case KafkaException kafka ->
          new Steady.Cause("the audit waits for Kafka and podium.events: " + kafka, true, true);
      default -> Steady.Cause.unexpected(e);
    };
  }

  @SuppressWarnings("ThreadPriorityCheck") // why: it only gives way; nothing relies on it
  private void session(Steady self) {
    Thread.currentThread().setPriority(Thread.MIN_PRIORITY);
    String its = generation.get();
    LogCursor cursor = new LogCursor();
    Auditor auditor = new Auditor();
    Audit found = Audit.NONE;
    audit = found;
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(batchRecords, "none")) {
      consumer.assign(List.of(EVENTS));
      consumer.seek(EVENTS, 0);
      while (self.running() && its.equals(generation.get())) {
        List<Violation> violations = new ArrayList<>();
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<byte[], byte[]> record : records) {
          byte[] value = Optional.ofNullable(record.value()).orElse(new byte[0]);
          violations.addAll(auditor.take(cursor.read(record.offset(), value)));
        }
        violations.forEach(it -> LOG.warn("the log breaks an invariant; {}", it.told()));
        found = found.and(consumer.position(EVENTS), violations);
        audit = found;
        self.goesOn(!records.isEmpty());
      }
    }
  }
}
