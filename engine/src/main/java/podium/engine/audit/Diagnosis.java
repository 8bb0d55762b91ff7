package podium.engine.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import podium.engine.log.Fence;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.codec.LogRecord;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.event.Envelope;
import podium.protocol.event.Event;
import podium.protocol.event.RequestFact;
import podium.protocol.event.Source;
import podium.protocol.id.TrialId;

/**
 * What a log holds, whole or damaged: its terms, what of it does not count and why, what this
 * version does not know, and what that cost. Not thread-safe.
 */
public final class Diagnosis {
  private final LogCursor cursor = new LogCursor();
  private final List<Term> terms = new ArrayList<>();
  private final Map<Cause, Places> voided = new EnumMap<>(Cause.class);
  private final Map<String, Places> notUnderstood = new TreeMap<>();
  private final List<Break> breaks = new ArrayList<>();

  /** Last report that counted, by attempt. */
  private final Map<Attempt, Long> counted = new HashMap<>();

  /** Reports in records that do not count, until they count elsewhere. */
  private final Map<Report, Boolean> uncounted = new LinkedHashMap<>();

  private String requestsTopic = "";

  /** Places of requests that have no fact, before others that have one. */
  private final List<Passed> passed = new ArrayList<>();

  private final Map<Integer, Long> nextRequests = new TreeMap<>();

  /**
   * A reign as the log holds it.
   *
   * @param from offset of its SchedulerStarted
   * @param entries of it that count
   */
  public record Term(
      long term, String incarnation, int format, long from, long to, long entries, Instant since) {}

  /** Where something stands: how often, and the first and last offset. */
  public record Places(long count, long first, long last) {
    private Places and(long offset) {
      return new Places(count + 1, first, offset);
    }
  }

  /**
   * A record that is bound to another log.
   *
   * @param expected the head that this log has there
   * @param found the head that the record names
   * @param voided records of that term that do not count because of it
   */
  public record Break(long offset, long term, String expected, String found, long voided) {
    private Break andOne() {
      return new Break(offset, term, expected, found, voided + 1);
    }
  }

  private record Passed(int partition, long from, long to) {}

  private record Attempt(TrialId trial, int number) {}

  private record Report(Attempt attempt, long sequence) {}

  /**
   * What records that do not count would have said.
   *
   * @param epochs of attempts that nothing else in the log tells
   * @param ends of attempts that nothing else in the log tells
   */
  public record Cost(long epochs, long ends, List<TrialId> trials) {
    public Cost {
      trials = List.copyOf(trials);
    }
  }

  /** Takes the next record, whatever it is; none has no bytes. */
  public Reading take(long offset, byte[] record) {
    Fence before = cursor.place().fence();
    Reading reading = cursor.read(offset, record);
    switch (reading) {
      case Reading.Counted it -> {
        stands(offset, it.entry().envelope());
        count(it.entry().event());
      }
      case Reading.NotUnderstood it -> {
        stands(offset, it.envelope());
        notUnderstood.merge(
            it.envelope().type(), new Places(1, offset, offset), (old, one) -> old.and(offset));
      }
      case Reading.Voided it -> voids(it, before, record);
    }
    return reading;
  }

  private void stands(long offset, Envelope envelope) {
    if (envelope.starts()) {
      terms.add(
          new Term(
              envelope.term(),
              envelope.incarnation(),
              envelope.format(),
              offset,
              offset,
              1,
              envelope.time()));
      return;
    }
    Term now = terms.removeLast();
    terms.add(
        new Term(
            now.term(),
            now.incarnation(),
            now.format(),
            now.from(),
            offset,
            now.entries() + 1,
            now.since()));
  }

  private void voids(Reading.Voided reading, Fence before, byte[] record) {
    long offset = reading.offset();
    Cause found = Cause.of(before, reading.envelope());
    boolean follows =
        found == Cause.WRONG_INDEX && !breaks.isEmpty() && breaks.getLast().term() == before.term();
    // why: behind a record that is bound to another log no index of its term can be the next
    Cause cause = follows ? Cause.OTHER_HEAD : found;
    voided.merge(cause, new Places(1, offset, offset), (old, one) -> old.and(offset));
    if (follows) {
      breaks.add(breaks.removeLast().andOne());
    } else if (cause == Cause.OTHER_HEAD) {
      String prev = reading.envelope().map(Envelope::prev).orElse("");
      breaks.add(new Break(offset, before.term(), before.head(), prev, 1));
    }
    event(record).flatMap(Diagnosis::report).ifPresent(this::misses);
  }

  private static Optional<Event> event(byte[] record) {
    try {
      return Optional.of(LogRecord.read(record).entry().event());
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  private record Told(Report report, boolean epoch) {}

  private static Optional<Told> report(Event event) {
    return switch (event) {
      case Event.EpochCompleted it -> told(it.trial(), it.attempt(), it.sequence(), true);
      case Event.AttemptEnded it when it.sequence() > 0 ->
          told(it.trial(), it.attempt(), it.sequence(), false);
      default -> Optional.empty();
    };
  }

  private static Optional<Told> told(TrialId trial, int attempt, long sequence, boolean epoch) {
    return Optional.of(new Told(new Report(new Attempt(trial, attempt), sequence), epoch));
  }

  private void misses(Told told) {
    if (counted.getOrDefault(told.report().attempt(), 0L) < told.report().sequence()) {
      uncounted.put(told.report(), told.epoch());
    }
  }

  private void count(Event event) {
    report(event)
        .map(Told::report)
        .ifPresent(
            report -> {
              counted.merge(report.attempt(), report.sequence(), Math::max);
              uncounted.remove(report);
            });
    if (event instanceof RequestFact it) {
      fact(it.source());
    } else if (event instanceof Event.SchedulerStarted it) {
      follow(it.requestsTopic());
    } else if (event instanceof Event.RequestsLost it && it.replaced().isEmpty()) {
      lose(it);
    }
  }

  private void follow(String topic) {
    if (!topic.isEmpty() && !topic.equals(requestsTopic)) {
      if (!requestsTopic.isEmpty()) {
        passed.clear();
        nextRequests.clear();
      }
      requestsTopic = topic;
    }
  }

  private void fact(Source source) {
    long next = nextRequests.getOrDefault(source.partition(), 0L);
    if (source.offset() > next) {
      passed.add(new Passed(source.partition(), next, source.offset()));
    }
    nextRequests.merge(source.partition(), source.offset() + 1, Math::max);
  }

  private void lose(Event.RequestsLost lost) {
    int partition = lost.partition();
    if (lost.from() > lost.to()) {
      // why: other requests come to the places of those that were there
      passed.removeIf(it -> it.partition() == partition && it.to() > lost.to());
    }
    nextRequests.put(partition, lost.to());
  }

  /** How far it came. */
  public LogCursor.Place place() {
    return cursor.place();
  }

  /** The terms that count, in order. */
  public List<Term> terms() {
    return List.copyOf(terms);
  }

  /** What does not count, by why. */
  public Map<Cause, Places> voided() {
    return Collections.unmodifiableMap(voided);
  }

  /** What counts and is not known to this version, by type. */
  public Map<String, Places> notUnderstood() {
    return Collections.unmodifiableMap(notUnderstood);
  }

  /** Where the log is not the one that its scheduler wrote. */
  public List<Break> breaks() {
    return List.copyOf(breaks);
  }

  /** What was said in records that do not count, and nowhere else. */
  public Cost cost() {
    long epochs = uncounted.values().stream().filter(epoch -> epoch).count();
    return new Cost(
        epochs,
        uncounted.size() - epochs,
        uncounted.keySet().stream().map(it -> it.attempt().trial()).distinct().sorted().toList());
  }

  /** Kafka's id of the requests topic that its facts are about; empty when not known. */
  public String requestsTopic() {
    return requestsTopic;
  }

  /** Whether a request was to have its fact, and has none: those behind it were read. */
  public boolean lacksFact(int partition, long offset) {
    return passed.stream()
        .anyMatch(it -> it.partition() == partition && it.from() <= offset && offset < it.to());
  }

  /** Whether a request was not read yet. */
  public boolean waits(int partition, long offset) {
    return offset >= nextRequests.getOrDefault(partition, 0L);
  }
}
