package podium.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import podium.cli.kafka.KafkaSettings;
import podium.engine.audit.Auditor;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.event.Event;
import podium.protocol.id.TrialId;
import podium.protocol.topic.Topics;

/** What the event log says of a load, once all of it is over. For one thread. */
final class QueueLog {
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final double MILLIS = 1000;

  private final QueueLoad load;
  private final Map<TrialId, Instant> submitted;
  private final Map<TrialId, Instant> ordered;
  private final Map<TrialId, Instant> placed = new LinkedHashMap<>();
  private final Map<String, Long> facts = new TreeMap<>();
  private final Auditor auditor = new Auditor();
  private double slotSeconds;

  private QueueLog(QueueLoad load, Map<TrialId, Instant> submitted, Map<TrialId, Instant> ordered) {
    this.load = load;
    this.submitted = submitted;
    this.ordered = ordered;
  }

  /** Reads and audits all that is there. */
  static QueueLog read(
      KafkaSettings kafka,
      QueueLoad load,
      Map<TrialId, Instant> submitted,
      Map<TrialId, Instant> ordered) {
    QueueLog log = new QueueLog(load, submitted, ordered);
    LogCursor cursor = new LogCursor();
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            new HashMap<>(kafka.properties()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(EVENTS));
      consumer.seekToBeginning(List.of(EVENTS));
      long end = consumer.endOffsets(List.of(EVENTS)).getOrDefault(EVENTS, 0L);
      while (consumer.position(EVENTS) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          log.take(
              cursor.read(
                  record.offset(), Optional.ofNullable(record.value()).orElse(new byte[0])));
        }
      }
    }
    return log;
  }

  private void take(Reading reading) {
    auditor.take(reading);
    if (!(reading instanceof Reading.Counted counted)) {
      return;
    }
    Event event = counted.entry().event();
    facts.merge(event.type(), 1L, Long::sum);
    if (event instanceof Event.TrialPlaced it) {
      placed.put(it.trial(), counted.entry().time());
    } else if (event instanceof Event.AttemptEnded it) {
      slotSeconds +=
          load.of(it.trial()).slots() * seconds(of(placed, it.trial()), counted.entry().time());
    }
  }

  /** All of it; what only whoever ran it knows is given. */
  QueueOutcome outcome(double seconds, double scheduler, double process) {
    Map<String, QueueOutcome.Waited> byClass = new LinkedHashMap<>();
    for (WorkClass of : load.classes()) {
      byClass.put(of.name(), new QueueOutcome.Waited(waited(of, placed), waited(of, ordered)));
    }
    return new QueueOutcome(
        seconds,
        byClass,
        slotSeconds / (seconds * load.allSlots()),
        scheduler,
        process,
        facts,
        auditor.violations());
  }

  private Samples waited(WorkClass of, Map<TrialId, Instant> until) {
    return Samples.of(
        until.entrySet().stream()
            .filter(it -> load.of(it.getKey()).equals(of))
            .mapToDouble(it -> seconds(of(submitted, it.getKey()), it.getValue())));
  }

  private static Instant of(Map<TrialId, Instant> when, TrialId trial) {
    return Objects.requireNonNull(when.get(trial), trial.value());
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / MILLIS;
  }
}
