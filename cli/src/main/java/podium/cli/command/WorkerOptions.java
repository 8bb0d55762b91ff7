package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of {@code podium worker}; filled by picocli. */
public final class WorkerOptions {
  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      required = true,
      split = ",",
      description = "where a scheduler is reached in the cluster, such as 10.0.0.5:25520")
  private List<String> join = List.of();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "address under which the scheduler reaches this worker; another than loopback needs"
              + " keys (default: 127.0.0.1)")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "this worker's own port in the cluster (default: any free one)")
  private Optional<Integer> clusterPort = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "this worker's name (default: the host's)")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "podium-worker",
      description = "where reports wait and data sets are cached (default: ./${DEFAULT-VALUE})")
  private Path dataDir = Path.of("podium-worker");

  @Option(names = "--config", paramLabel = "FILE", description = "HOCON file with settings")
  private Optional<Path> config = Optional.empty();

  @Mixin private KeysFlag keys = new KeysFlag();

  @Mixin private MetricsFlag metrics = new MetricsFlag();

  @Mixin private WorkerFlags worker = new WorkerFlags();

  /** Where a scheduler is reached. */
  public List<String> join() {
    return join;
  }

  /** Under which address this worker is reached. */
  public Optional<String> host() {
    return host;
  }

  /** This worker's own port; 0 for any free one. */
  public Optional<Integer> clusterPort() {
    return clusterPort;
  }

  /** This worker's name, if said. */
  public Optional<String> name() {
    return name;
  }

  /** Where reports wait and data sets are cached. */
  public Path dataDir() {
    return dataDir;
  }

  /** A HOCON file, if given. */
  public Optional<Path> config() {
    return config;
  }

  /** Which keys keep strangers out. */
  public KeysFlag keys() {
    return keys;
  }

  /** Where Prometheus is told what is measured. */
  public MetricsFlag metrics() {
    return metrics;
  }

  /** The slots offered. */
  public WorkerFlags worker() {
    return worker;
  }
}
