package podium.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.config.Settings;

/** Flags of {@code podium up}; filled by picocli. */
public final class UpOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "podium-data",
      description = "where everything is kept (default: ./${DEFAULT-VALUE})")
  private Path dataDir = Path.of("podium-data");

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "the embedded Kafka's port on 127.0.0.1 (default: ${DEFAULT-VALUE})")
  private int kafkaPort = 9092;

  @Mixin private ConfigFlag config = new ConfigFlag();
  @Mixin private DashboardFlags dashboard = new DashboardFlags();
  @Mixin private ClusterFlags cluster = new ClusterFlags();
  @Mixin private WorkerFlags worker = new WorkerFlags();

  /** The folder of the embedded Kafka. */
  public Path kafkaFolder() {
    return new Home(dataDir).kafka();
  }

  /** The embedded Kafka's port. */
  public int kafkaPort() {
    return kafkaPort;
  }

  /** The settings of every part, with the address of the Kafka that was started. */
  public Settings settings(String bootstrapServers) {
    Home home = new Home(dataDir);
    Flags flags =
        Flags.of()
            .putAll(home.dashboard())
            .putAll(home.worker())
            .putAll(home.cache())
            .putAll(dashboard.settings())
            .putAll(cluster.settings())
            .putAll(worker.settings())
            .put("podium.kafka.bootstrap-servers", bootstrapServers);
    return config.load(flags.asMap());
  }
}
