package podium.cli.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import podium.cli.error.UserErrorException;
import podium.protocol.topic.Topics;

/** Two KB on the wire that are 32 MB to whoever reads them never come to be in a topic. */
final class CompressionBombTest {
  private static final int BYTES = 32 * 1024 * 1024;

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder, 0);
    TopicSetup.ensure(kafka.own());
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {Topics.REQUESTS, Topics.EVENTS, Topics.PROGRESS})
  void bomb_isRefusedAndTheTopicGoesOn(String topic) throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    byte[] bomb = new byte[BYTES];
    Arrays.fill(bomb, (byte) 'a');
    try (KafkaProducer<byte[], byte[]> producer = compressing();
        KafkaConsumer<byte[], byte[]> consumer = kafka.own().consumer()) {
      consumer.assign(List.of(partition));
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>(topic, 0, null, bomb)).get())
          .hasCauseInstanceOf(RecordTooLargeException.class);
      assertThat(consumer.endOffsets(List.of(partition))).containsEntry(partition, 0L);
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[] {'{', '}'})).get();
      consumer.seek(partition, 0);
      assertThat(consumer.poll(Duration.ofSeconds(20)).count()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Topics.REQUESTS, Topics.PROGRESS})
  void topic_thatKeepsRecordsPacked_isToldAndMended(String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    AlterConfigOp packed =
        new AlterConfigOp(
            new ConfigEntry("compression.type", "producer"), AlterConfigOp.OpType.SET);
    try (Admin admin = kafka.own().admin()) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(packed))).all().get();
    }
    assertThatThrownBy(() -> TopicSetup.ensure(kafka.own()))
        .isInstanceOf(UserErrorException.class)
        .hasMessageStartingWith("topic %s has compression.type=producer and lets", topic)
        .hasMessageContaining("--add-config compression.type=uncompressed");
    TopicSetup.ensureOwn(kafka.own());
    TopicSetup.ensure(kafka.own());
  }

  @Test
  void topicOfAnEarlierVersion_whoseProgressIsKeptLonger_isLeftAsItIs() throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, Topics.PROGRESS);
    AlterConfigOp longer =
        new AlterConfigOp(new ConfigEntry("retention.ms", "7200000"), AlterConfigOp.OpType.SET);
    try (Admin admin = kafka.own().admin()) {
      admin.incrementalAlterConfigs(Map.of(resource, List.of(longer))).all().get();
    }
    TopicSetup.ensure(kafka.own());
  }

  private static KafkaProducer<byte[], byte[]> compressing() {
    Map<String, Object> settings = new HashMap<>(kafka.own().properties());
    settings.put("compression.type", "zstd");
    settings.put("max.request.size", 2 * BYTES);
    settings.put("buffer.memory", 2L * BYTES);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
