package podium.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import podium.dashboard.config.NotificationSettings;
import podium.dashboard.http.Receiver;
import podium.dashboard.notification.Form;
import podium.dashboard.notification.Kind;
import podium.dashboard.notification.Target;

/** A dashboard that tells somebody, who fails, hangs and goes away; and that itself restarts. */
@Timeout(180)
final class NotificationsTest {
  private static final String SECRET = "/this-is-a-secret";

  private static Dashboard start(EmbeddedBroker broker, Path folder, Receiver receiver) {
    Target target =
        new Target("lab", Form.JSON, receiver.address(SECRET), Set.of(Kind.values()), true);
    return Dashboard.start(
        Scene.settings(
            broker,
            folder.resolve("h2"),
            Optional.empty(),
            new NotificationSettings(
                folder.resolve("notifications"),
                Optional.of("https://board.example.org"),
                Duration.ofDays(100_000),
                List.of(target))));
  }

  private static List<String> ids(Receiver receiver) {
    return receiver.messages().stream().map(Receiver.Message::id).distinct().toList();
  }

  private static void awaitLine(Dashboard dashboard, String line) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Scene.get(dashboard, "/metrics").body().contains("\n" + line));
  }

  @Test
  void everythingThatHappened_isToldOnceAndInOrder_overRestartsOfBothSides(@TempDir Path folder)
      throws Exception {
    ListAppender<ILoggingEvent> said = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    said.start();
    root.addAppender(said);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"));
        KafkaLog log = new KafkaLog(broker.address());
        Receiver first = Receiver.start(0)) {
      int port = first.port();
      Story story = Scene.story();
      log.append(story);
      try (Dashboard dashboard = start(broker, folder, first)) {
        Scene.awaitOffset(dashboard, story.log().size());
        awaitLine(dashboard, "podium_notifications{state=\"waiting\"} 0.0");
        // why: what happened before somebody asked to be told is no news
        await()
            .atMost(Duration.ofSeconds(30))
            .until(() -> folder.resolve("notifications/places.json").toFile().exists());
        Scene.finish(story);
        story.epoch("mine-1.2", 2, 4, 0.96, 9).epoch("mine-1.2", 2, 5, 0.97, 9);
        first.answers(exchange -> Receiver.status(exchange, 503));
        log.append(story.succeeded("mine-1.2", 2));
        await().atMost(Duration.ofSeconds(30)).until(() -> first.messages().size() >= 2);
        assertThat(ids(first)).as("nothing is told before what failed").hasSize(1);
        first.close();
      }
      try (Receiver second = Receiver.start(port);
          Dashboard dashboard = start(broker, folder, second)) {
        awaitLine(dashboard, "podium_notifications{state=\"delivered\"} 2.0");
        assertThat(second.messages()).hasSize(2);
        assertThat(second.messages().getFirst().id()).isEqualTo(ids(first).getFirst());
        assertThat(second.messages().getFirst().body())
            .contains(
                "mine-1.2 is the best of its experiment: 97.00 % on the test images, 85.00 %"
                    + " before",
                "\"link\":\"https://board.example.org/trials/mine-1.2\"");
        assertThat(second.messages().getLast().body())
            .contains("mine-1 is over: 2 succeeded, 1 cancelled");
      }
      try (Receiver third = Receiver.start(port);
          Dashboard dashboard = start(broker, folder, third)) {
        Scene.awaitOffset(dashboard, story.log().size());
        log.append(
            story.experiment("late", 1, "ada", List.of("resnet18"), 5).cancelled("late-1.1"));
        awaitLine(dashboard, "podium_notifications{state=\"delivered\"} 1.0");
        assertThat(third.messages())
            .singleElement()
            .satisfies(it -> assertThat(it.body()).contains("late-1 is over: 1 cancelled"));
        third.answers(exchange -> Receiver.status(exchange, 404));
        log.append(
            story.experiment("last", 1, "ada", List.of("resnet18"), 5).cancelled("last-1.1"));
        awaitLine(dashboard, "podium_notifications{state=\"given_up\"} 1.0");
        assertThat(Scene.get(dashboard, "/api/status").body())
            .contains("Target lab is not told: answered 404.");
      }
    } finally {
      root.detachAppender(said);
    }
    assertThat(said.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(line -> line.contains(SECRET.substring(1)));
  }
}
