package podium.system;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.engine.port.Snapshots;
import podium.engine.port.SnapshotsContract;
import podium.scheduler.kafka.KafkaSettings;
import podium.scheduler.kafka.KafkaSnapshots;

/** Snapshots on a real broker are what they are to be. */
final class KafkaSnapshotsTest extends SnapshotsContract {
  @TempDir Path folder;
  private EmbeddedKafka kafka;

  @BeforeEach
  void begin() {
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
    TopicSetup.ensureOwn(kafka.own());
  }

  @AfterEach
  void end() {
    kafka.close();
  }

  @Override
  protected Snapshots way() {
    return new KafkaSnapshots(new KafkaSettings(kafka.own().properties()));
  }
}
