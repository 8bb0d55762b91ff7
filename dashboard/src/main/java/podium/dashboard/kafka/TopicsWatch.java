package podium.dashboard.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import podium.protocol.topic.Topics;

/** Looks again and again whether Kafka has Podium's topics, on a thread of its own. Thread-safe. */
public final class TopicsWatch implements AutoCloseable {
  private static final int ANSWER_SECONDS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Clients clients;
  private final Steady thread;
  private volatile State state = new State(false, "not looked at yet");

  /** What was seen, and whether Podium can live with it. */
  private record State(boolean ready, String told) {}

  private TopicsWatch(Map<String, String> kafka) {
    this.clients = new Clients(kafka);
    this.thread = Steady.start("podium-topics", this::watch, Steady.Cause::unexpected);
  }

  /** Begins to look. */
  public static TopicsWatch start(Map<String, String> kafka) {
    return new TopicsWatch(kafka);
  }

  /** Whether all topics were there when last looked. */
  public boolean ready() {
    return state.ready() && thread.failure().isEmpty();
  }

  /** What was seen last, in words. */
  public String state() {
    return thread.failure().orElse(state.told());
  }

  @Override
  public void close() {
    thread.close();
  }

  private void watch(Steady self) throws InterruptedException {
    try (Admin admin = clients.admin()) {
      do {
        state = look(admin);
        self.well();
      } while (self.rest(PAUSE));
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
