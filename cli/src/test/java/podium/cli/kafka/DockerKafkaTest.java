package podium.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.utils.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.config.Settings;
import podium.cli.error.UserErrorException;
import podium.protocol.FreePort;
import podium.protocol.topic.Topics;

/** The broker of docker/, with its own file, but for addresses, folder and password. */
final class DockerKafkaTest {
  private static final Path DOCKER =
      Path.of(System.getProperty("podium.home", ".."), "docker").toAbsolutePath();
  private static final String PASSWORD = "aPasswordOfTheTest";

  @TempDir Path folder;

  @Test
  void doors_oneForEverybody_oneForWhoKnowsThePassword() throws Exception {
    int own = FreePort.any();
    int open = FreePort.any();
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(broker(own, open)), Time.SYSTEM);
    server.startup();
    try {
      KafkaSettings podium = podium(own);
      KafkaSettings anybody = KafkaSettings.at("127.0.0.1:" + open);
      assertThatThrownBy(() -> TopicSetup.ensure(anybody))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("--kafka-properties");
      TopicAcls.ensure(podium);
      TopicSetup.ensure(podium);
      assertThatCode(() -> TopicSetup.requireWriter(podium)).doesNotThrowAnyException();
      assertThatThrownBy(() -> TopicSetup.requireWriter(anybody))
          .hasMessageContaining("lets only Podium's own parts write podium.events");
      EmbeddedKafkaTest.publish(anybody, 1);
      try (KafkaProducer<byte[], byte[]> producer = anybody.producer()) {
        assertThatThrownBy(
                () -> producer.send(new ProducerRecord<>(Topics.EVENTS, 0, null, null)).get())
            .hasCauseInstanceOf(AuthorizationException.class);
      }
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  @Test
  void log_thatEverybodyMayWrite_isWarnedOf() throws Exception {
    int open = FreePort.any();
    Map<String, String> unguarded = broker(FreePort.any(), open);
    unguarded.remove("authorizer.class.name");
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(unguarded), Time.SYSTEM);
    server.startup();
    KafkaSettings anybody = KafkaSettings.at("127.0.0.1:" + open);
    try (Admin admin = anybody.admin()) {
      TopicSetup.ensure(anybody);
      assertThatCode(() -> TopicSetup.requireWriter(anybody)).doesNotThrowAnyException();
      assertThat(OpenLog.told(anybody, admin).orElseThrow())
          .startsWith("everybody who reaches Kafka at 127.0.0.1:" + open)
          .contains("podium.events", "it has no authorizer", "docs/kafka.md");
      assertThatThrownBy(() -> TopicAcls.ensure(anybody))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("No Authorizer is configured");
    } finally {
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private KafkaSettings podium(int port) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("podium.conf"),
            Files.readString(DOCKER.resolve("podium.conf"))
                .replace("kafka:9092", "127.0.0.1:" + port)
                .replace("${PODIUM_KAFKA_PASSWORD}", '"' + PASSWORD + '"'));
    return Settings.load(Optional.of(config)).kafka(Optional.empty());
  }

  private Map<String, String> broker(int own, int open) throws Exception {
    int controller = FreePort.any();
    BrokerFolder opened = BrokerFolder.open(folder.resolve("kafka"));
    opened.format();
    Properties read = new Properties();
    read.load(
        new StringReader(
            Files.readString(DOCKER.resolve("kafka.properties"))
                .replace("kafka:9093", "127.0.0.1:" + controller)
                .replace("CONTROLLER://:9093", "CONTROLLER://127.0.0.1:" + controller)
                .replace("PODIUM://:9092", "PODIUM://127.0.0.1:" + own)
                .replace("HOST://:9094", "HOST://127.0.0.1:" + open)
                .replace("kafka:9092", "127.0.0.1:" + own)
                .replace("127.0.0.1:9094", "127.0.0.1:" + open)
                .replace("/var/lib/kafka/data", opened.logs().toString())
                .replace("${env:PODIUM_KAFKA_PASSWORD}", PASSWORD)));
    Map<String, String> settings = new TreeMap<>();
    read.stringPropertyNames().forEach(name -> settings.put(name, read.getProperty(name)));
    assertThat(settings.values()).noneMatch(value -> value.contains("kafka:"));
    return settings;
  }
}
