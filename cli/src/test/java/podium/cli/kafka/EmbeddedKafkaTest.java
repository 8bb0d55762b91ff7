package podium.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.error.UserErrorException;
import podium.protocol.topic.Topics;

final class EmbeddedKafkaTest {
  @TempDir Path folder;

  @Test
  void start_afterOrderlyStop_keepsRecordsAndIdentity() throws Exception {
    String cluster;
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
      KafkaSettings settings = kafka.own();
      TopicSetup.ensure(settings);
      publish(settings, 3);
      cluster = clusterId(settings);
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
      KafkaSettings settings = kafka.own();
      TopicSetup.ensure(settings);
      assertThat(read(settings)).containsExactly("0", "1", "2");
      assertThat(clusterId(settings)).isEqualTo(cluster);
    }
  }

  @Test
  void start_afterKill_servesWhatWasAcknowledgedInUnderFiveSeconds() throws Exception {
    Process child = BrokerChild.spawn(folder);
    try {
      assertThat(BrokerChild.acknowledged(child)).isEqualTo(BrokerChild.RECORDS);
    } finally {
      child.destroyForcibly().waitFor();
    }
    Instant begun = Instant.now();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
      KafkaSettings settings = kafka.own();
      assertThat(read(settings)).hasSize(BrokerChild.RECORDS);
      // why: the target is 5 s; the machine may be busy with other tests
      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void start_portTaken_namesPortAndFlag() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedKafka.start(folder, other.getLocalPort()))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("--kafka-port");
    }
  }

  @Test
  void start_folderInUse_namesFolderAndFlag() {
    try (BrokerFolder held = BrokerFolder.open(folder)) {
      assertThat(held.logs()).isNotNull();
      assertThatThrownBy(() -> EmbeddedKafka.start(folder, 0))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("--data-dir");
    }
  }

  @Test
  void start_folderThatIsNoBrokers_saysWhyAndLetsGoOfIt() throws IOException {
    Files.createDirectories(folder.resolve("logs"));
    Files.writeString(folder.resolve("logs").resolve("meta.properties"), "version=nonsense");
    assertThatThrownBy(() -> EmbeddedKafka.start(folder, 0))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("the embedded Kafka did not start in " + folder);
    try (BrokerFolder free = BrokerFolder.open(folder)) {
      assertThat(free.logs()).exists();
    }
  }

  @Test
  void limits_folderGone_saysSo() {
    assertThat(BrokerLimits.exceeded(folder.resolve("none")).orElseThrow())
        .contains("none is gone or can no longer be read");
  }

  @Test
  void ensure_topicThatForgets_saysWhichChangeItNeedsAndMendsItWhereNobodyElseCould()
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
      KafkaSettings settings = kafka.own();
      TopicSetup.ensure(settings);
      try (Admin admin = settings.admin()) {
        ConfigResource events = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
        admin
            .incrementalAlterConfigs(
                Map.of(
                    events,
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET),
                        new AlterConfigOp(
                            new ConfigEntry("cleanup.policy", "compact"),
                            AlterConfigOp.OpType.SET))))
            .all()
            .get();
      }
      assertThatThrownBy(() -> TopicSetup.ensure(settings))
          .isInstanceOf(UserErrorException.class)
          .hasMessageContaining("podium.events has retention.ms=1000")
          .hasMessageContaining("--add-config retention.ms=-1")
          .hasMessageContaining("--add-config cleanup.policy=delete");
      TopicSetup.ensureOwn(settings);
      assertThatCode(() -> TopicSetup.ensure(settings)).doesNotThrowAnyException();
    }
  }

  // why: partitions cannot be taken away again, and nobody can delete a topic of a broker that
  // lives in a process which does not start
  @Test
  void ensure_moreThanOnePartition_startsAllTheSame() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0)) {
      KafkaSettings settings = kafka.own();
      TopicSetup.ensure(settings);
      try (Admin admin = settings.admin()) {
        for (String topic : Topics.settings().keySet()) {
          admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
        }
      }
      assertThatCode(() -> TopicSetup.ensure(settings)).doesNotThrowAnyException();
      assertThatCode(() -> TopicSetup.ensureOwn(settings)).doesNotThrowAnyException();
    }
  }

  @Test
  void ensure_nobodyListens_saysSoWithinTenSeconds() {
    Instant begun = Instant.now();
    assertThatThrownBy(() -> TopicSetup.ensure(KafkaSettings.at("127.0.0.1:1")))
        .isInstanceOf(UserErrorException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("--kafka");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
  }

  static void publish(KafkaSettings settings, int records) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = settings.producer()) {
      for (int i = 0; i < records; i++) {
        byte[] value = Integer.toString(i).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(Topics.REQUESTS, value)).get();
      }
    }
  }

  private static List<String> read(KafkaSettings settings) {
    TopicPartition partition = new TopicPartition(Topics.REQUESTS, 0);
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer = settings.consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          values.add(new String(record.value(), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }

  private static String clusterId(KafkaSettings settings) throws Exception {
    try (Admin admin = settings.admin()) {
      return admin.describeCluster().clusterId().get();
    }
  }
}
