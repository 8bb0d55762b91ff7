package podium.scheduler.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.protocol.topic.Topics;

/** What Kafka says of the requests topic. Confined to one thread. */
final class RequestsTopic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestsTopic.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Admin admin;
  private final CountDownLatch stopping;
  private boolean missed;

  /**
   * The topic as it was seen.
   *
   * @param id empty when Kafka gives none
   */
  record Seen(String id, int partitions) {}

  /** Offsets that a partition holds: from {@code first}, included, to {@code end}. */
  record Range(long first, long end) {}

  private RequestsTopic(Admin admin, CountDownLatch stopping) {
    this.admin = admin;
    this.stopping = stopping;
  }

  /** Asks until Kafka answers or {@code stopping} is over. */
  static RequestsTopic open(KafkaSettings settings, CountDownLatch stopping) {
    return new RequestsTopic(
        Admin.create(
            settings.with(
                Map.of(
                    "default.api.timeout.ms", (int) ANSWER.toMillis(),
                    "request.timeout.ms", (int) ANSWER.toMillis()))),
        stopping);
  }

  /** The topic as it is now; nothing while there is none. */
  Optional<Seen> look() throws InterruptedException {
    return ask(
        () -> {
          TopicDescription topic =
              answer(admin.describeTopics(List.of(Topics.REQUESTS)).allTopicNames())
                  .get(Topics.REQUESTS);
          return Optional.ofNullable(topic).map(RequestsTopic::seen);
        });
  }

  /** The topic once it is there; nothing when reading is to stop. */
  Optional<Seen> await() throws InterruptedException {
    Optional<Seen> seen = look();
    while (seen.isEmpty() && stopping.getCount() > 0) {
      if (!missed) {
        LOG.error(
            "topic {} is gone; make it anew, and requests are followed again", Topics.REQUESTS);
        missed = true;
      }
      pause();
      seen = look();
    }
    return stopping.getCount() == 0 ? Optional.empty() : seen;
  }

  /** What a partition holds; nothing when reading is to stop, or the topic is gone. */
  Optional<Range> range(TopicPartition partition) throws InterruptedException {
    // why: not what a reader of finished transactions sees; an open one would look like a loss
    return ask(
        () ->
            Optional.of(
                new Range(
                    offset(partition, OffsetSpec.earliest()),
                    offset(partition, OffsetSpec.latest()))));
  }

  private long offset(TopicPartition partition, OffsetSpec spec)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer(admin.listOffsets(Map.of(partition, spec)).partitionResult(partition)).offset();
  }

  private static <T> T answer(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Seen seen(TopicDescription topic) {
    Uuid id = topic.topicId();
    return new Seen(
        id == null || id.equals(Uuid.ZERO_UUID) ? "" : id.toString(), topic.partitions().size());
  }

  private interface Question<T> {
    Optional<T> put() throws InterruptedException, ExecutionException, TimeoutException;
  }

  /** The answer; nothing when reading is to stop, or the topic is not there. */
  private <T> Optional<T> ask(Question<T> question) throws InterruptedException {
    while (stopping.getCount() > 0) {
      try {
        return question.put();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException) {
          return Optional.empty();
        }
        if (!(e.getCause() instanceof RetriableException)) {
          throw new KafkaException(Topics.REQUESTS + ": " + e.getCause(), e);
        }
        LOG.debug("asked again about {}; cause={}", Topics.REQUESTS, e.toString());
      } catch (TimeoutException e) {
        LOG.debug("asked again about {}; cause={}", Topics.REQUESTS, e.toString());
      }
      pause();
    }
    return Optional.empty();
  }

  /** Waits a little, less when reading is to stop. */
  void pause() throws InterruptedException {
    var unused = stopping.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    admin.close(Duration.ofSeconds(1));
  }
}
