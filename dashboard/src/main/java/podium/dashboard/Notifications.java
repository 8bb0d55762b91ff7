package podium.dashboard;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import podium.dashboard.config.DashboardSettings;
import podium.dashboard.config.NotificationSettings;
import podium.dashboard.http.Webhook;
import podium.dashboard.kafka.LogNotifier;
import podium.dashboard.metrics.Measured;
import podium.dashboard.notification.Outbox;
import podium.dashboard.notification.Patience;
import podium.dashboard.notification.Places;

/** The telling of people, where the configuration names some. Thread-safe. */
final class Notifications implements AutoCloseable {
  private static final Duration LONGEST_POST = Duration.ofSeconds(10);

  private final Optional<Running> running;

  private record Running(Webhook webhook, LogNotifier notifier) {}

  private Notifications(Optional<Running> running) {
    this.running = running;
  }

  static Notifications start(DashboardSettings dashboard) {
    NotificationSettings settings = dashboard.notifications();
    if (settings.targets().isEmpty()) {
      return new Notifications(Optional.empty());
    }
    Places places = Places.open(settings.directory());
    Webhook webhook = new Webhook(LONGEST_POST);
    List<Outbox> outboxes =
        settings.targets().stream()
            .map(it -> Outbox.start(it, settings.board(), places, webhook, Patience.USUAL))
            .toList();
    return new Notifications(
        Optional.of(
            new Running(
                webhook,
                LogNotifier.start(
                    dashboard.kafka(),
                    dashboard.batchRecords(),
                    outboxes,
                    settings.silence(),
                    InstantSource.system()))));
  }

  /** What people should know of it. */
  List<String> remarks() {
    return running.map(it -> it.notifier().remarks()).orElse(List.of());
  }

  /** What became of all messages since the start. */
  Measured.Told told() {
    return running
        .map(it -> it.notifier().told())
        .map(it -> new Measured.Told(it.delivered(), it.givenUp(), it.waiting()))
        .orElse(Measured.Told.NOTHING);
  }

  @Override
  public void close() {
    running.ifPresent(
        it -> {
          it.notifier().close();
          it.webhook().close();
        });
  }
}
