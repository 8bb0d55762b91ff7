package podium.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;

final class SettingsTest {
  @TempDir Path folder;

  @Test
  void kafka_nothingGiven_isThisMachine() {
    KafkaSettings kafka = Settings.load(Optional.empty()).kafka(Optional.empty());
    assertThat(kafka.bootstrapServers()).isEqualTo("127.0.0.1:9092");
  }

  @Test
  void kafka_file_passesEveryPropertyThrough() throws IOException {
    Path file =
        file(
            """
            podium.kafka {
              bootstrap-servers = "kafka:9093"
              security.protocol = SSL
              "ssl.truststore.location" = "/etc/podium/truststore.p12"
            }
            """);
    KafkaSettings kafka = Settings.load(Optional.of(file)).kafka(Optional.empty());
    assertThat(kafka.properties())
        .containsEntry("bootstrap.servers", "kafka:9093")
        .containsEntry("security.protocol", "SSL")
        .containsEntry("ssl.truststore.location", "/etc/podium/truststore.p12");
  }

  @Test
  void kafka_flag_goesOverTheFile() throws IOException {
    Path file = file("podium.kafka.bootstrap-servers = \"kafka:9093\"");
    assertThat(Settings.load(Optional.of(file)).kafka(Optional.of("a:1")).bootstrapServers())
        .isEqualTo("a:1");
  }

  @Test
  void load_noSuchFile_namesItAndTheFlag() {
    assertThatThrownBy(() -> Settings.load(Optional.of(folder.resolve("none.conf"))))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("none.conf")
        .hasMessageContaining("--config");
  }

  @Test
  void load_brokenFile_saysWhere() throws IOException {
    Path file = file("podium.kafka {");
    assertThatThrownBy(() -> Settings.load(Optional.of(file)))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("settings.conf");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("settings.conf"), text);
  }
}
