package podium.dashboard.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import podium.protocol.topic.Topics;

/** Looks again and again whether Kafka has Podium's topics, on a thread of its own. Thread-safe. */
public final class TopicsWatch implements AutoCloseable {
  private static final int ANSWER_SECONDS = 5;
  private static final int PAUSE_SECONDS = 2;

  private final Clients clients;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile State state = new State(false, "not looked at yet");

  /** What was seen, and whether Podium can live with it. */
  private record State(boolean ready, String told) {}

  private TopicsWatch(Map<String, String> kafka) {
    this.clients = new Clients(kafka);
    this.thread = Thread.ofPlatform().name("podium-topics").daemon().unstarted(this::watch);
  }

  /** Begins to look. */
  public static TopicsWatch start(Map<String, String> kafka) {
    TopicsWatch watch = new TopicsWatch(kafka);
    watch.thread.start();
    return watch;
  }

  /** Whether all topics were there when last looked. */
  public boolean ready() {
    return state.ready();
  }

  /** What was seen last, in words. */
  public String state() {
    return state.told();
  }

  @Override
  public void close() {
    stopping.countDown();
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch() {
    try (Admin admin = clients.admin()) {
      do {
        state = look(admin);
      } while (!stopping.await(PAUSE_SECONDS, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      state = new State(false, "no longer looked at");
    }
  }

  private static State look(Admin admin) throws InterruptedException {
    try {
      Set<String> there = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      List<String> missing =
          Topics.settings().keySet().stream()
              .filter(topic -> !there.contains(topic))
              .sorted()
              .toList();
      return missing.isEmpty()
          ? shape(admin)
          : new State(false, "missing: " + String.join(", ", missing));
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return new State(false, "Kafka does not answer");
    }
  }

  // why: partitions cannot be taken away again, and these do no harm, so it stays ready
  private static State shape(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    int partitions =
        admin
            .describeTopics(List.of(Topics.EVENTS))
            .allTopicNames()
            .get(ANSWER_SECONDS, TimeUnit.SECONDS)
            .values()
            .stream()
            .mapToInt(topic -> topic.partitions().size())
            .sum();
    return new State(
        true,
        partitions == 1
            ? "ready"
            : "ready; %s has %d partitions, of which Podium writes and reads partition 0 alone"
                .formatted(Topics.EVENTS, partitions));
  }
}
