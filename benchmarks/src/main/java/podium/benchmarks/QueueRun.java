package podium.benchmarks;

import akka.actor.typed.ActorSystem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import podium.benchmarks.actor.Holders;
import podium.benchmarks.actor.Holding;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.protocol.event.DecisionSettings;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.topic.Topics;
import podium.scheduler.kafka.KafkaSettings;

/** A load through a scheduler and a broker of its own, in real time. */
final class QueueRun implements Holding {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final double NANOS = 1e9;
  private static final int LOOK_MILLIS = 500;

  /** Threads of the scheduler beside those of its actor. */
  private static final List<String> SCHEDULER =
      List.of(
          Holders.SCHEDULER_THREADS,
          "event-log-",
          "requests-",
          "kafka-producer-network-thread | producer");

  private final QueueLoad load;
  private final Duration longest;
  private final CountDownLatch registered;
  private final CompletableFuture<Long> over = new CompletableFuture<>();
  private final AtomicInteger ended = new AtomicInteger();
  private final Map<TrialId, Instant> submitted = new ConcurrentHashMap<>();
  private final Map<TrialId, Instant> ordered = new ConcurrentHashMap<>();

  private QueueRun(QueueLoad load, Duration longest) {
    this.load = load;
    this.longest = longest;
    this.registered = new CountDownLatch(load.workers());
  }

  /**
   * Does all of it, and reads its log.
   *
   * @param folder for broker and scheduler; a fresh one
   * @param longest that it may take
   */
  static QueueOutcome of(QueueLoad load, Path folder, Duration longest) {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0)) {
      TopicSetup.ensure(kafka.own());
      return new QueueRun(load, longest).all(kafka, folder.resolve("scheduler"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private QueueOutcome all(EmbeddedKafka kafka, Path folder)
      throws InterruptedException, ExecutionException {
    Map<String, String> client = kafka.own().properties();
    DecisionSettings settings = DecisionSettings.DEFAULT.withOwners(load.owners());
    ActorSystem<Void> system =
        Holders.start(
            SchedulerPorts.of(new KafkaSettings(client), folder, settings),
            load.workers(),
            load.slots(),
            this);
    try {
      if (!registered.await(LONGEST_START.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("not all workers were registered in " + LONGEST_START);
      }
      ThreadTimes times = new ThreadTimes();
      long begin = System.nanoTime();
      submit(client, begin);
      double seconds = (await(times) - begin) / NANOS;
      return QueueLog.read(kafka.own(), load, submitted, ordered)
          .outcome(seconds, times.seconds(SCHEDULER), times.ofProcess());
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  private void submit(Map<String, String> client, long begin) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("client.id", "submissions");
    Map<String, Integer> numbers = new HashMap<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (QueueLoad.Submission next : load.submissions()) {
        for (long left = next.at().toNanos() - (System.nanoTime() - begin);
            left > 0;
            left = next.at().toNanos() - (System.nanoTime() - begin)) {
          LockSupport.parkNanos(left);
        }
        int number = numbers.merge(next.name(), 1, Integer::sum);
        submitted.put(ExperimentId.of(next.name(), number).trial(1), Instant.now());
        var unused =
            producer.send(
                new ProducerRecord<>(
                    Topics.REQUESTS, 0, null, next.request().getBytes(StandardCharsets.UTF_8)));
      }
    }
  }

  /** Waits for the last end; gives when that was. */
  private long await(ThreadTimes times) throws InterruptedException, ExecutionException {
    long latest = System.nanoTime() + longest.toNanos();
    while (true) {
      times.look();
      try {
        return over.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() > latest) {
          throw new IllegalStateException(
              "%d of %d trials ended in %s".formatted(ended.get(), load.trials(), longest), e);
        }
      }
    }
  }

  @Override
  public Duration runtime(TrialId trial) {
    return load.of(trial).runtime();
  }

  @Override
  public void registered() {
    registered.countDown();
  }

  @Override
  public void ordered(TrialId trial) {
    ordered.put(trial, Instant.now());
  }

  @Override
  public void ended(TrialId trial) {
    if (ended.incrementAndGet() == load.trials()) {
      over.complete(System.nanoTime());
    }
  }

  @Override
  public void failed(String why) {
    over.completeExceptionally(new IllegalStateException(why));
  }
}
