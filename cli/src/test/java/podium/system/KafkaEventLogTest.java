package podium.system;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import podium.cli.kafka.EmbeddedKafka;
import podium.cli.kafka.TopicSetup;
import podium.engine.port.EventLog;
import podium.engine.port.EventLogContract;
import podium.scheduler.kafka.KafkaEventLog;
import podium.scheduler.kafka.KafkaSettings;

/** The log on a real broker is one. */
final class KafkaEventLogTest extends EventLogContract {
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
  protected EventLog way() {
    return new KafkaEventLog(new KafkaSettings(kafka.own().properties()));
  }
}
