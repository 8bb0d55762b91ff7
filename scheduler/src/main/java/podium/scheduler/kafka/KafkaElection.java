package podium.scheduler.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.engine.port.Election;
import podium.engine.reign.Office;
import podium.protocol.topic.Topics;

/**
 * Kafka's group coordinator elects: whoever is assigned partition 0 of the requests topic is to
 * reign. Nothing is read here, and no offsets are committed. Thread-safe.
 */
public final class KafkaElection implements Election {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaElection.class);

  private static final TopicPartition OFFICE = new TopicPartition(Topics.REQUESTS, 0);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(3);

  /** Without an answer for so long nothing is polled, so that Kafka takes the member for dead. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final KafkaSettings settings;
  private final MemberId member;
  private final Listener listener;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile long answered = System.nanoTime();
  private volatile long awayUntil = System.nanoTime();
  private boolean elected;

  private KafkaElection(KafkaSettings settings, MemberId member, Listener listener) {
    this.settings = settings;
    this.member = member;
    this.listener = listener;
    this.thread = Thread.ofPlatform().daemon().name("election").unstarted(this::takePart);
  }

  /**
   * Takes part in the elections of one Kafka.
   *
   * @param member of the scheduler's folder
   */
  public record Source(KafkaSettings settings, MemberId member) implements Election.Factory {
    @Override
    public Election open(Listener listener) {
      KafkaElection election = new KafkaElection(settings, member, listener);
      election.thread.start();
      return election;
    }
  }

  @Override
  public void answers() {
    answered = System.nanoTime();
  }

  @Override
  public void withdraw(Duration longest) {
    awayUntil = System.nanoTime() + longest.toNanos();
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      thread.join(LONGEST_GOODBYE.plusSeconds(1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    member.close();
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private boolean isAway() {
    return System.nanoTime() - awayUntil < 0;
  }

  private boolean isAnswered(Duration within) {
    return System.nanoTime() - answered < within.toNanos();
  }

  private void takePart() {
    while (!isClosing()) {
      if (isAway() || !isAnswered(PATIENCE)) {
        pause(POLL);
        continue;
      }
      try {
        session();
      } catch (FencedInstanceIdException e) {
        member.replace();
        listener.note("another scheduler goes by the id of this one; it takes a new one");
      } catch (RuntimeException e) {
        LOG.warn("not in the election of schedulers, tried again: {}", e.toString());
        pause(PAUSE);
      } catch (
          Error e) { // why: a thread that is gone must be seen, whatever becomes of the process
        tell(false);
        listener.note("the election's thread ended: " + e);
        throw e;
      }
      tell(false);
    }
  }

  private void session() {
    Consumer<byte[], byte[]> consumer = newConsumer();
    try {
      consumer.subscribe(List.of(Topics.REQUESTS));
      while (!isClosing() && !isAway() && isAnswered(Office.SESSION)) {
        if (isAnswered(PATIENCE)) {
          var unused = consumer.poll(POLL);
          consumer.pause(consumer.assignment());
          tell(consumer.assignment().contains(OFFICE));
        } else {
          pause(POLL);
        }
      }
    } finally {
      consumer.close(
          CloseOptions.timeout(LONGEST_GOODBYE)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
  }

  private void tell(boolean is) {
    if (is != elected) {
      elected = is;
      if (is) {
        listener.elected();
      } else {
        listener.dismissed();
      }
    }
  }

  private void pause(Duration longest) {
    try {
      var unused = closing.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closing.countDown();
      Thread.currentThread().interrupt();
    }
  }

  private Consumer<byte[], byte[]> newConsumer() {
    int session = Math.toIntExact(Office.SESSION.toMillis());
    return new KafkaConsumer<>(
        settings.with(
            Map.ofEntries(
                Map.entry("group.id", Topics.SCHEDULERS),
                Map.entry("group.protocol", "classic"),
                Map.entry("group.instance.id", member.value()),
                // why: with Kafka's own choice whoever comes back takes the office from a living
                // one
                Map.entry(
                    "partition.assignment.strategy", CooperativeStickyAssignor.class.getName()),
                Map.entry("session.timeout.ms", session),
                Map.entry("heartbeat.interval.ms", session / 6),
                Map.entry("max.poll.interval.ms", session),
                Map.entry("enable.auto.commit", false),
                Map.entry("auto.offset.reset", "latest"),
                Map.entry("allow.auto.create.topics", false),
                Map.entry("default.api.timeout.ms", session))),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
