package podium.dashboard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import podium.dashboard.notification.Form;
import podium.dashboard.notification.Kind;
import podium.dashboard.notification.Target;

final class DashboardSettingsTest {
  private static DashboardSettings with(String text) {
    Config config = ConfigFactory.parseString(text).withFallback(ConfigFactory.defaultReference());
    return DashboardSettings.from(config.resolve());
  }

  @Test
  void from_shippedDefaults_thisMachineOnly() {
    assertThat(with(""))
        .isEqualTo(
            new DashboardSettings(
                "127.0.0.1",
                8080,
                Path.of("podium-data/board"),
                Optional.of(Path.of("podium-data/checkpoints")),
                Optional.empty(),
                List.of(),
                List.of(),
                Duration.ofSeconds(10),
                512,
                5000,
                new NotificationSettings(
                    Path.of("podium-data/notifications"),
                    Optional.empty(),
                    Duration.ofMinutes(30),
                    List.of()),
                Map.of("bootstrap.servers", "127.0.0.1:9092")));
  }

  @Test
  void from_everyKey_read() {
    DashboardSettings settings =
        with(
            """
            podium.dashboard {
              host = "0.0.0.0", port = 1, h2-dir = "/x", checkpoints-dir = "", token = "sixteen-letters!", allowed-hosts = ["board"]
              allowed-origins = ["https://notes.example.org"]
              heartbeat = 3s, stream-buffer = 7, batch-records = 9
            }
            podium.notifications {
              dir = "/n", board = "https://board.example.org/", silence = 1h
              targets = [
                {name = lab, form = slack, address = "https://hooks.example.com/secret", events = [new-best]}
                {name = here, address = "http://127.0.0.1:9/", private = true}
              ]
            }
            podium.kafka { bootstrap-servers = "k:1", security.protocol = SSL }
            """);

    assertThat(settings)
        .isEqualTo(
            new DashboardSettings(
                "0.0.0.0",
                1,
                Path.of("/x"),
                Optional.empty(),
                Optional.of("sixteen-letters!"),
                List.of("board"),
                List.of("https://notes.example.org"),
                Duration.ofSeconds(3),
                7,
                9,
                new NotificationSettings(
                    Path.of("/n"),
                    Optional.of("https://board.example.org"),
                    Duration.ofHours(1),
                    List.of(
                        new Target(
                            "lab",
                            Form.SLACK,
                            URI.create("https://hooks.example.com/secret"),
                            Set.of(Kind.NEW_BEST),
                            false),
                        new Target(
                            "here",
                            Form.JSON,
                            URI.create("http://127.0.0.1:9/"),
                            Set.of(Kind.values()),
                            true))),
                Map.of("bootstrap.servers", "k:1", "security.protocol", "SSL")));
  }

  @Test
  void from_openHostWithoutToken_refused() {
    assertThatThrownBy(() -> with("podium.dashboard.host = \"0.0.0.0\""))
        .hasMessageContaining("podium.dashboard.token");
  }

  @Test
  void token_tooShort_isRefusedWithTheCommandThatMakesOne() {
    assertThatThrownBy(() -> with("podium.dashboard.token = \"fifteen-letters\""))
        .hasMessageContaining("podium.dashboard.token has 15 characters; allowed: at least 16")
        .hasMessageContaining("./podium token")
        .hasMessageNotContaining("fifteen-letters");
  }

  @Test
  void tokenForReading_whereOthersCanReachIt() {
    String token = "podium.dashboard.token = \"sixteen-letters!\"\n";
    assertThat(with(token).tokenForReading()).isFalse();
    assertThat(with(token + "podium.dashboard.host = \"10.0.0.5\"").tokenForReading()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "form = teams | has the form 'teams'; allowed: json, slack, discord",
        "events = [everything] | has the event 'everything'; allowed: experiment-ended,"
            + " trial-failed",
        "url = 1 | has 'url'; allowed: address, events, form, name, private",
        "address = \"http://hooks.example.com/secret\" | has an address that cannot be used",
        "address = \"https://user:secret@example.com/\" | has an address that cannot be used",
        "address = \"ftp://secret\" | has an address that cannot be used",
        "address = \"\" | has an address that cannot be used"
      })
  void target_thatCannotBeMeant_isRefusedWithoutItsAddress(String setting, String told) {
    String target = "{name = lab, address = \"https://hooks.example.com/secret\", %s}";
    assertThatThrownBy(
            () -> with("podium.notifications.targets = [%s]".formatted(target.formatted(setting))))
        .hasMessageContaining("target lab of podium.notifications " + told)
        .hasMessageNotContaining("secret");
  }

  @Test
  void targets_ofOneName_areRefused_andNoneIsShownWithItsAddress() {
    String target = "{name = lab, address = \"https://hooks.example.com/secret\"}";
    assertThatThrownBy(
            () -> with("podium.notifications.targets = [%s, %s]".formatted(target, target)))
        .hasMessageContaining("two of the name lab");
    assertThat(with("podium.notifications.targets = [%s]".formatted(target)).toString())
        .contains("target lab")
        .doesNotContain("secret");
    assertThatThrownBy(() -> with("podium.notifications.targets = [{address = x}]"))
        .hasMessageContaining("has the name ''");
    assertThatThrownBy(() -> with("podium.notifications.silence = 1s"))
        .hasMessageContaining("silence is PT1S");
  }

  @Test
  void from_badValues_refusedByName() {
    assertThatThrownBy(() -> with("podium.dashboard.port = 70000"))
        .hasMessageContaining("port is 70000");
    assertThatThrownBy(() -> with("podium.dashboard.stream-buffer = 0"))
        .hasMessageContaining("stream-buffer");
    assertThatThrownBy(() -> with("podium.dashboard.heartbeat = 0s"))
        .hasMessageContaining("heartbeat");
    assertThatThrownBy(() -> with("podium.dashboard.h2-dir = \"\"")).hasMessageContaining("h2-dir");
    for (String origin : List.of("*", "null", "notes.example.org", "https://a.org/", "file://")) {
      assertThatThrownBy(
              () -> with("podium.dashboard.allowed-origins = [\"%s\"]".formatted(origin)))
          .hasMessageContaining("podium.dashboard.allowed-origins has '%s'".formatted(origin));
    }
  }
}
