package podium.cli.command;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.config.Settings;
import podium.cli.kafka.KafkaSettings;

/** Flags that say how Kafka is reached; filled by picocli. */
public final class KafkaOptions {
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "Kafka's address, several by comma (default: podium.kafka, 127.0.0.1:9092)")
  private Optional<String> kafka = Optional.empty();

  @Mixin private ConfigFlag config = new ConfigFlag();

  /** The settings of file and environment with these and other flags over them. */
  public Settings load(Map<String, Object> flags) {
    return config.load(
        Flags.of().putAll(flags).put("podium.kafka.bootstrap-servers", kafka).asMap());
  }

  /** How Kafka is reached. */
  public KafkaSettings kafka() {
    return load(Map.of()).kafka();
  }
}
