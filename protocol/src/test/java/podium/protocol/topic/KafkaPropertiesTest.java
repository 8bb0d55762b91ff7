package podium.protocol.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class KafkaPropertiesTest {
  @Test
  void of_whatPeopleWrite_isWhatKafkasClientsKnow() {
    assertThat(
            KafkaProperties.of(
                Map.of(
                    "bootstrap-servers",
                    List.of("a:1", "b:2"),
                    "security.protocol",
                    "SSL",
                    "ssl",
                    Map.of("truststore", Map.of("location", "/t", "password", "a-b")),
                    "request.timeout.ms",
                    5000,
                    "enable.metrics.push",
                    false)))
        .isEqualTo(
            Map.of(
                "bootstrap.servers", "a:1,b:2",
                "security.protocol", "SSL",
                "ssl.truststore.location", "/t",
                "ssl.truststore.password", "a-b",
                "request.timeout.ms", "5000",
                "enable.metrics.push", "false"));
  }
}
