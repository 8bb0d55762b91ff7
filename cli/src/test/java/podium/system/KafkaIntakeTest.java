package podium.system;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.engine.port.Intake;
import podium.engine.port.IntakeContract;
import podium.protocol.topic.Topics;
import podium.scheduler.kafka.KafkaIntake;
import podium.scheduler.kafka.KafkaSettings;

/** The requests topic on a real broker is an intake. */
final class KafkaIntakeTest extends IntakeContract {
  @TempDir static Path folder;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void begin() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TopicSetup.ensureOwn(kafka.own());
  }

  @AfterAll
  static void end() {
    kafka.close();
  }

  private static Map<String, String> broker() {
    return kafka.own().properties();
  }

  @Override
  protected Intake.Factory requests() {
    return new KafkaIntake.Source(new KafkaSettings(broker()));
  }

  @Override
  protected long publish(String name) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.copyOf(broker()), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] request = name.getBytes(StandardCharsets.UTF_8);
      return producer
          .send(new ProducerRecord<>(Topics.REQUESTS, 0, null, request))
          .get(20, TimeUnit.SECONDS)
          .offset();
    }
  }
}
