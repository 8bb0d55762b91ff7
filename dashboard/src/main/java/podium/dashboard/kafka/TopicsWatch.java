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
  private static final String READY = "ready";
  private static final int ANSWER_SECONDS = 5;
  private static final int PAUSE_SECONDS = 2;

  private final Clients clients;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile String state = "not looked at yet";

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
    return state.equals(READY);
  }

  /** What was seen last, in words. */
  public String state() {
    return state;
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
      state = "no longer looked at";
    }
  }

  private static String look(Admin admin) throws InterruptedException {
    try {
      Set<String> there = admin.listTopics().names().get(ANSWER_SECONDS, TimeUnit.SECONDS);
      List<String> missing =
          Topics.settings().keySet().stream()
              .filter(topic -> !there.contains(topic))
              .sorted()
              .toList();
      return missing.isEmpty() ? READY : "missing: " + String.join(", ", missing);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return "Kafka does not answer";
    }
  }
}
