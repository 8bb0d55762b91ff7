package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of {@code podium up}; filled by picocli. */
public final class UpOptions {
  @Mixin private DataDirFlag data = new DataDirFlag();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "the embedded Kafka's port on 127.0.0.1 (default: ${DEFAULT-VALUE})")
  private int kafkaPort = 9092;

  @Option(names = "--config", paramLabel = "FILE", description = "HOCON file with settings")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--cluster-host",
      paramLabel = "ADDRESS",
      description =
          "address under which workers on other machines join; another than loopback needs keys"
              + " (default: 127.0.0.1)")
  private Optional<String> clusterHost = Optional.empty();

  @Mixin private DashboardFlags dashboard = new DashboardFlags();

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Mixin private KeysFlag keys = new KeysFlag();

  @Mixin private WorkerFlags worker = new WorkerFlags();

  /** Where everything is kept. */
  public Path dataDir() {
    return data.path();
  }

  /** The embedded Kafka's port. */
  public int kafkaPort() {
    return kafkaPort;
  }

  /** A HOCON file, if given. */
  public Optional<Path> config() {
    return config;
  }

  /** Under which address workers join, if said. */
  public Optional<String> clusterHost() {
    return clusterHost;
  }

  /** Where the dashboard is served. */
  public DashboardFlags dashboard() {
    return dashboard;
  }

  /** Where workers reach the scheduler. */
  public ClusterFlags cluster() {
    return cluster;
  }

  /** Which keys keep strangers out. */
  public KeysFlag keys() {
    return keys;
  }

  /** The slots offered. */
  public WorkerFlags worker() {
    return worker;
  }
}
