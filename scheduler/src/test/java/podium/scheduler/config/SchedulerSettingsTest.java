package podium.scheduler.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import podium.protocol.event.Deadlines;
import podium.protocol.event.DecisionSettings;
import podium.protocol.event.OwnerShare;
import podium.protocol.event.Quarantine;

final class SchedulerSettingsTest {
  private static Config with(String text) {
    return ConfigFactory.parseString(text).withFallback(ConfigFactory.load());
  }

  @Test
  void from_shippedDefaults_loopbackAndTheDefaultPolicy() {
    SchedulerSettings settings = SchedulerSettings.from(ConfigFactory.load());
    assertThat(settings.settings()).isEqualTo(DecisionSettings.DEFAULT);
    assertThat(settings.kafka()).containsEntry("bootstrap.servers", "127.0.0.1:9092");
    assertThat(settings.door().host()).isEqualTo("127.0.0.1");
    assertThat(settings.door().akka().isEmpty()).isTrue();
    assertThat(settings.snapshotEvery()).isEqualTo(100_000);
    assertThat(settings.dataDir()).isEqualTo(Path.of("podium-data/scheduler"));
  }

  @Test
  void from_everyKey_read() {
    SchedulerSettings settings =
        SchedulerSettings.from(
            with(
                """
                podium.kafka { bootstrap-servers = "k:1", ssl.truststore.location = "t" }
                podium.cluster { host = "h", port = 7, akka { remote.artery.transport = tls-tcp } }
                podium.scheduler { suspect-after = 1 s, lost-after = 2 s, code-failures = 4, infrastructure-losses = 5,
                  fruitless-attempts = 6, retry-after = 7 s, checkpoint-wait = 8 s, start-within = 9 s, stop-within = 10 s,
                  readopt-within = 11 s, readopt-with-free-slot = 12 s, hung-at-least = 13 s, hung-times = 14, max-queued = 15,
                  snapshot-every = 15, forget-after = 16 s, make-way-within = 17 s, placement = fair,
                  quarantine { attempts = 18, trials = 3, within = 19 s, probe-after = 20 s }, owners { ada { slots = 4 }, "b.c" { weight = 2 } } }
                """));
    assertThat(settings.settings())
        .isEqualTo(
            new DecisionSettings(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                4,
                5,
                6,
                Duration.ofSeconds(7),
                Duration.ofSeconds(8),
                new Deadlines(
                    Duration.ofSeconds(9),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(11),
                    Duration.ofSeconds(12),
                    Duration.ofSeconds(13),
                    14,
                    Duration.ofSeconds(17)),
                Duration.ofSeconds(16),
                "fair",
                DecisionSettings.RULES,
                15,
                Map.of("ada", new OwnerShare(4, 1), "b.c", new OwnerShare(0, 2)),
                new Quarantine(18, 3, Duration.ofSeconds(19), Duration.ofSeconds(20))));
    assertThat(settings.kafka())
        .containsEntry("bootstrap.servers", "k:1")
        .containsEntry("ssl.truststore.location", "t");
    assertThat(settings.door().host()).isEqualTo("h");
    assertThat(settings.door().port()).isEqualTo(7);
    assertThat(settings.door().akka().getString("remote.artery.transport")).isEqualTo("tls-tcp");
    assertThat(settings.snapshotEvery()).isEqualTo(15);
  }

  @Test
  void from_ownersThatCannotBe_namesKeyAndWhatIsAllowed() {
    assertThatThrownBy(
            () -> SchedulerSettings.from(with("podium.scheduler.owners { ada { slot = 4 } }")))
        .hasMessage("podium.scheduler.owners.ada.slot is no setting; allowed: slots, weight");
    assertThatThrownBy(
            () -> SchedulerSettings.from(with("podium.scheduler.owners { ada { weight = 0 } }")))
        .hasMessageContaining("podium.scheduler.owners.ada: ")
        .hasMessageContaining("a weight above 0");
  }

  @Test
  void from_placementOfAnUnknownRule_saysWhichThereAre() {
    assertThatThrownBy(() -> SchedulerSettings.from(with("podium.scheduler.placement = luck")))
        .hasMessage(
            "podium.scheduler.placement is luck; allowed: fair, las, order, shortest, srsf, srtf");
  }

  @Test
  void from_badValues_saysWhichAndWhat() {
    assertThatThrownBy(() -> SchedulerSettings.from(with("podium.cluster.port = 99999")))
        .hasMessageContaining("99999")
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> SchedulerSettings.from(with("podium.scheduler.lost-after = soon")))
        .hasMessageContaining("lost-after");
    assertThatThrownBy(() -> SchedulerSettings.from(with("podium.scheduler.lost-after = 1 s")))
        .hasMessageContaining("lost must not come before suspect");
    assertThatThrownBy(
            () -> SchedulerSettings.from(with("podium.scheduler.fruitless-attempts = 0")))
        .hasMessageContaining("fruitless-attempts is 0; allowed: 1 or more");
    assertThatThrownBy(() -> SchedulerSettings.from(with("podium.scheduler.snapshot-every = 0")))
        .hasMessageContaining("snapshot-every is 0; allowed: 1 or more");
  }
}
