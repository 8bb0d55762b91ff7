package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.cli.config.Settings;
import podium.cli.kafka.KafkaSettings;

/** Flags that say how Kafka is reached; filled by picocli. */
public final class KafkaFlags {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Kafka's address, several by comma (default: podium.kafka, 127.0.0.1:9092)")
  private Optional<String> kafka = Optional.empty();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON file with podium.kafka { ... } and other settings")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description =
          "properties of Kafka's clients with address and credentials, as ./podium up keeps them"
              + " in kafka/podium.properties of its data folder")
  private Optional<Path> properties = Optional.empty();

  /** The settings of files and environment. */
  public Settings settings() {
    Settings settings = Settings.load(config);
    return properties
        .map(file -> settings.withKafka(KafkaSettings.from(file).properties()))
        .orElse(settings);
  }

  /** How Kafka is reached. */
  public KafkaSettings kafka() {
    return settings().kafka(kafka);
  }
}
