package podium.dashboard.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardListener;
import podium.dashboard.domain.BoardStore;
import podium.dashboard.domain.BoardUnavailableException;
import podium.dashboard.domain.Course;
import podium.dashboard.domain.Draft;
import podium.dashboard.domain.OtherProjectorException;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Position.LogId;
import podium.dashboard.domain.Projection;
import podium.dashboard.domain.SlotCounts;
import podium.dashboard.domain.StuckSlots;
import podium.dashboard.domain.UnusableBoardException;
import podium.engine.forecast.Expected;
import podium.protocol.topic.Topics;

/** Follows the event log on a thread of its own and keeps the board level with it. Thread-safe. */
public final class LogProjector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogProjector.class);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  private final Clients clients;
  private final BoardStore store;
  private final Projection projection;
  private final BoardListener listener;
  private final int batchRecords;
  private final Steady thread;
  private volatile boolean caughtUp;
  private volatile long end;
  private volatile Optional<String> remark = Optional.empty();
  private volatile Optional<String> aside = Optional.empty();
  private Repair repair = Repair.NONE;

  /** What the board needs before it is followed again. */
  private enum Repair {
    NONE,
    OPEN_AGAIN,
    BUILD_AGAIN
  }

  /** The log cannot be followed from where the board is. */
  private static final class StandingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StandingException(String why) {
      super(why);
    }
  }

  private LogProjector(
      Map<String, String> kafka, int batchRecords, BoardStore store, BoardListener listener) {
    this.clients = new Clients(kafka);
    this.store = store;
    this.projection = new Projection(store);
    this.listener = listener;
    this.batchRecords = batchRecords;
    this.thread = Steady.start("podium-projector", this::session, this::cause);
  }

  /** Starts to follow the log. */
  public static LogProjector start(
      Map<String, String> kafka, int batchRecords, BoardStore store, BoardListener listener) {
    return new LogProjector(kafka, batchRecords, store, listener);
  }

  /** Whether it lives, hears Kafka, and has reached the end it saw when it began to. */
  public boolean ready() {
    return caughtUp && thread.running() && failure().isEmpty();
  }

  /** Why it does not follow the log, while it does not; it tries again by itself. */
  public Optional<String> failure() {
    return thread.failure();
  }

  /** What the log says is to be expected at a time; nothing where that is not known. */
  public Optional<Expected> expected(Instant now) {
    return projection.expected(now);
  }

  /** What would become of a text of requests if it were sent now. */
  public Draft draft(String text, Instant now) {
    return projection.draft(text, now);
  }

  /** Slots by what is on them; nothing where that is not known. */
  public Optional<SlotCounts> slots() {
    return projection.slots();
  }

  /** Slots with somebody on them who is over, as far as that is known. */
  public StuckSlots stuck() {
    return projection.stuck();
  }

  /** What else people should know of the log and the board. */
  public List<String> remarks() {
    return Stream.of(remark, aside).flatMap(Optional::stream).toList();
  }

  /** The log's end as last seen. */
  public long end() {
    return end;
  }

  @Override
  public void close() {
    thread.close();
  }

  private Steady.Cause cause(Throwable e) {
    caughtUp = false;
    return switch (e) {
      case RetriableException kafka -> waiting(kafka);
      case TimeoutException kafka -> waiting(kafka);
      case ExecutionException kafka -> waiting(kafka);
      case OffsetOutOfRangeException moved ->
          new Steady.Cause(
              "the event log no longer holds what comes next: " + moved.getMessage(), true, true);
      case StandingException standing -> expected(standing);
      case BoardDamagedException damaged -> {
        repair = Repair.BUILD_AGAIN;
        yield expected(damaged);
      }
      case BoardUnavailableException unavailable -> {
        repair = Repair.OPEN_AGAIN;
        yield expected(unavailable);
      }
      case UnusableBoardException held -> {
        repair = Repair.OPEN_AGAIN;
        yield expected(held);
      }
      case OtherProjectorException other -> {
        repair = Repair.OPEN_AGAIN;
        yield expected(other);
      }
      default -> {
        repair = Repair.OPEN_AGAIN;
        yield Steady.Cause.unexpected(e);
      }
    };
  }

  private static Steady.Cause waiting(Exception e) {
    return new Steady.Cause("waiting for Kafka and podium.events: " + e, true, true);
  }

  private static Steady.Cause expected(RuntimeException e) {
    return new Steady.Cause(String.valueOf(e.getMessage()), true, false);
  }

  private void session(Steady self)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (repair == Repair.OPEN_AGAIN) {
      store.reopen();
      repair = Repair.NONE;
    }
    LogId log = clients.log();
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(batchRecords, "none")) {
      consumer.assign(List.of(EVENTS));
      LogEnds ends = new LogEnds(consumer, EVENTS);
      if (repair == Repair.BUILD_AGAIN) {
        buildAgain(ends);
        repair = Repair.NONE;
      }
      Position position = recalled(self, log, consumer, begin(log, ends), ends);
      ends.seek(position);
      long goal = end;
      caughtUp = position.offset() >= goal;
      long looked = System.nanoTime();
      while (self.running()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          position = project(position, records);
          self.well();
        }
        store.check();
        consumer.currentLag(EVENTS).ifPresent(lag -> end = consumer.position(EVENTS) + lag);
        // why: a poll does not tell an idle log from a broker that is gone; this question does
        if (System.nanoTime() - looked > BETWEEN_LOOKS.toNanos()) {
          end = ends.end();
          looked = System.nanoTime();
        }
        // why: not the last record's place; a transaction's end takes an offset and is no record
        long reached = consumer.position(EVENTS);
        if (reached >= goal) {
          caughtUp = true;
          self.well();
        }
        end = reached >= end ? position.offset() : end;
      }
    }
  }

  // why: half a board is more than none, where the log can no longer give a whole one
  private void buildAgain(LogEnds ends) {
    if (ends.first() == 0) {
      store.rebuild(LogId.NONE);
    } else {
      store.reopen();
    }
  }

  private Position begin(LogId log, LogEnds ends) throws TimeoutException {
    Position stored = store.position();
    Course.Log found = ends.log(log, stored);
    end = found.end();
    switch (Course.of(stored, found)) {
      case Course.GoOn goOn -> tell(goOn.remark());
      case Course.Stand stand -> {
        listener.began(stored);
        throw new StandingException(stand.why());
      }
      case Course.Rebuild rebuild -> rebuild(log, rebuild);
    }
    Position position = store.position();
    listener.began(position);
    return position;
  }

  /** The position behind which the log can be judged: what stood before was read again. */
  private Position recalled(
      Steady self,
      LogId log,
      KafkaConsumer<byte[], byte[]> consumer,
      Position board,
      LogEnds ends) {
    if (projection.knows(board)) {
      return board;
    }
    if (ends.first() > 0) {
      projection.goOnBlindly(board);
      return board;
    }
    projection.forget();
    consumer.seek(EVENTS, 0);
    while (self.running() && projection.next() < board.offset()) {
      ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
      if (records.isEmpty()) {
        // why: this question fails where the broker is gone; a poll only gives nothing
        end = ends.end();
      }
      entries(records).stream()
          .filter(record -> record.offset() < board.offset())
          .forEach(projection::recall);
    }
    if (projection.knows(board) || !self.running()) {
      return board;
    }
    LOG.warn("the board judged the log by other rules than today's, building it again");
    store.rebuild(log);
    projection.forget();
    Position begun = store.position();
    listener.began(begun);
    return begun;
  }

  private void tell(Optional<String> told) {
    if (!told.equals(remark)) {
      told.ifPresent(words -> LOG.error("{}", words));
      remark = told;
    }
  }

  private void rebuild(LogId log, Course.Rebuild how) {
    tell(Optional.empty());
    if (!how.keep()) {
      store.rebuild(log);
      return;
    }
    aside =
        store
            .replace(log)
            .map(
                where ->
                    ("%s, so the board was built anew; what it showed before is kept in %s, of"
                            + " which the two latest stay")
                        .formatted(how.why(), where));
    aside.ifPresent(words -> LOG.warn("{}", words));
  }

  private static List<Projection.Entry> entries(ConsumerRecords<byte[], byte[]> records) {
    List<Projection.Entry> entries = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records.records(EVENTS)) {
      byte[] value = Optional.ofNullable(record.value()).orElse(new byte[0]);
      entries.add(new Projection.Entry(record.offset(), value));
    }
    return entries;
  }

  private Position project(Position from, ConsumerRecords<byte[], byte[]> records) {
    Position after = from;
    for (Batch batch : projection.take(from, entries(records))) {
      after = after.after(batch);
      listener.changed(after, batch);
    }
    return after;
  }
}
