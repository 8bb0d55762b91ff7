package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of {@code podium scheduler}; filled by picocli. */
public final class SchedulerOptions {
  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "address under which workers reach this scheduler; another than loopback needs keys"
              + " (default: 127.0.0.1)")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "podium-data",
      description =
          "where it keeps what is its own; schedulers of one machine may share it"
              + " (default: ./${DEFAULT-VALUE})")
  private Path dataDir = Path.of("podium-data");

  @Option(
      names = "--acls",
      description =
          "first lets everybody write requests and read, and leaves all else to whoever has"
              + " credentials; Kafka needs an authorizer, and these credentials the right to do so")
  private boolean acls;

  @Mixin private ClusterFlags cluster = new ClusterFlags();

  @Mixin private KeysFlag keys = new KeysFlag();

  @Mixin private MetricsFlag metrics = new MetricsFlag();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  /** Under which address workers reach it. */
  public Optional<String> host() {
    return host;
  }

  /** Where it keeps what is its own. */
  public Path dataDir() {
    return dataDir;
  }

  /** Whether the topics' ACLs are made, too. */
  public boolean acls() {
    return acls;
  }

  /** Where workers reach it. */
  public ClusterFlags cluster() {
    return cluster;
  }

  /** Which keys keep strangers out. */
  public KeysFlag keys() {
    return keys;
  }

  /** Where Prometheus is told what is measured. */
  public MetricsFlag metrics() {
    return metrics;
  }

  /** How Kafka is reached. */
  public KafkaFlags kafka() {
    return kafka;
  }
}
