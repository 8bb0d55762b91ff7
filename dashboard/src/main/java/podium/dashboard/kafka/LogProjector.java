package podium.dashboard.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.BoardDamagedException;
import podium.dashboard.domain.BoardListener;
import podium.dashboard.domain.BoardStore;
import podium.dashboard.domain.Folder;
import podium.dashboard.domain.OtherProjectorException;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Position.LogId;
import podium.protocol.topic.Topics;

/** Follows the event log on a thread of its own and keeps the board level with it. Thread-safe. */
public final class LogProjector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogProjector.class);
  private static final TopicPartition EVENTS = new TopicPartition(Topics.EVENTS, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
  private static final int MOST_REBUILDS = 3;

  private final Clients clients;
  private final BoardStore store;
  private final BoardListener listener;
  private final int batchRecords;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Optional<String> failure = Optional.empty();
  private volatile boolean caughtUp;
  private volatile long end;
  private int rebuilds;

  private LogProjector(
      Map<String, String> kafka, int batchRecords, BoardStore store, BoardListener listener) {
    this.clients = new Clients(kafka);
    this.store = store;
    this.listener = listener;
    this.batchRecords = batchRecords;
    this.thread = Thread.ofPlatform().name("podium-projector").daemon().unstarted(this::follow);
  }

  /** Starts to follow the log. */
  public static LogProjector start(
      Map<String, String> kafka, int batchRecords, BoardStore store, BoardListener listener) {
    LogProjector projector = new LogProjector(kafka, batchRecords, store, listener);
    projector.thread.start();
    return projector;
  }

  /** Whether it lives, hears Kafka, and has reached the end it saw when it began to. */
  public boolean ready() {
    return caughtUp && thread.isAlive() && failure().isEmpty();
  }

  /** Why it stopped, when it did not stop by request. */
  public Optional<String> failure() {
    return failure;
  }

  /** The log's end as last seen. */
  public long end() {
    return end;
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow() {
    while (running()) {
      try {
        session();
      } catch (RetriableException | TimeoutException | ExecutionException e) {
        pause(e);
      } catch (OffsetOutOfRangeException e) {
        LOG.warn("the event log no longer holds what comes next; cause={}", e.getMessage());
      } catch (BoardDamagedException e) {
        mend(e);
      } catch (WakeupException | InterruptedException e) {
        return;
      } catch (OtherProjectorException e) {
        LOG.error("projector stopped; cause={}", e.getMessage());
        failure = Optional.of(String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        fail(e);
      }
    }
  }

  private boolean running() {
    return stopping.getCount() > 0 && failure().isEmpty();
  }

  private void pause(Exception e) {
    caughtUp = false;
    LOG.warn("waiting for Kafka and {}; cause={}", Topics.EVENTS, e.toString());
    try {
      if (stopping.await(1, TimeUnit.SECONDS)) {
        LOG.debug("stopped while waiting");
      }
    } catch (InterruptedException interrupted) {
      stopping.countDown();
    }
  }

  private void mend(BoardDamagedException e) {
    rebuilds++;
    if (rebuilds > MOST_REBUILDS) {
      fail(e);
      return;
    }
    LOG.warn("rebuilding; cause={}", e.getMessage());
    store.rebuild(LogId.NONE);
  }

  private void fail(RuntimeException e) {
    LOG.error("projector stopped", e);
    failure = Optional.of(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
  }

  private void session() throws InterruptedException, ExecutionException, TimeoutException {
    LogId log = clients.log();
    try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer(batchRecords, "none")) {
      consumer.assign(List.of(EVENTS));
      Position position = begin(log, ends(consumer));
      consumer.seek(EVENTS, position.offset());
      long goal = end;
      caughtUp = position.offset() >= goal;
      long looked = System.nanoTime();
      while (running()) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
        if (!records.isEmpty()) {
          position = project(position, records);
        }
        consumer.currentLag(EVENTS).ifPresent(lag -> end = consumer.position(EVENTS) + lag);
        // why: a poll does not tell an idle log from a broker that is gone; this question does
        if (System.nanoTime() - looked > BETWEEN_LOOKS.toNanos()) {
          end = ends(consumer);
          looked = System.nanoTime();
        }
        // why: not the last record's place; a transaction's end takes an offset and is no record
        long reached = consumer.position(EVENTS);
        caughtUp = caughtUp || reached >= goal;
        end = reached >= end ? position.offset() : end;
      }
    }
  }

  private static long ends(KafkaConsumer<byte[], byte[]> consumer) {
    return Optional.ofNullable(consumer.endOffsets(List.of(EVENTS), ANSWER).get(EVENTS)).orElse(0L);
  }

  private Position begin(LogId log, long logEnd) {
    end = logEnd;
    Position stored = store.position();
    boolean fresh = stored.log().equals(LogId.NONE);
    if (fresh || !stored.log().equals(log) || stored.offset() > logEnd) {
      if (!fresh) {
        LOG.warn(
            "the board is of another log; board={} offset={} log={} end={}",
            stored.log(),
            stored.offset(),
            log,
            logEnd);
      }
      store.rebuild(log);
    }
    Position position = store.position();
    listener.began(position);
    return position;
  }

  private Position project(Position from, ConsumerRecords<byte[], byte[]> records) {
    Folder folder = new Folder(store.rows(), from);
    for (ConsumerRecord<byte[], byte[]> record : records.records(EVENTS)) {
      folder.fold(record.offset(), Optional.ofNullable(record.value()).orElse(new byte[0]));
    }
    Batch batch = folder.batch();
    store.commit(batch);
    rebuilds = 0;
    Position after =
        new Position(from.generation(), from.log(), batch.next(), batch.fence(), batch.totals());
    listener.changed(after, batch);
    return after;
  }
}
