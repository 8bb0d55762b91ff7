package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.config.Settings;

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
      names = "--cluster-host",
      paramLabel = "ADDRESS",
      description = "address where the scheduler reaches this worker (default: 127.0.0.1)")
  private Optional<String> clusterHost = Optional.empty();

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "port where the scheduler reaches this worker (default: any free one)")
  private Optional<Integer> clusterPort = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "this worker's name (default: the host's, with a suffix that is kept)")
  private Optional<String> name = Optional.empty();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "podium-worker",
      description = "where reports wait and data sets are cached (default: ./${DEFAULT-VALUE})")
  private Path dataDir = Path.of("podium-worker");

  @Mixin private ConfigFlag config = new ConfigFlag();
  @Mixin private WorkerFlags worker = new WorkerFlags();

  /** The settings of file and environment with these flags over them. */
  public Settings settings() {
    Home home = new Home(dataDir);
    return config.load(
        Flags.of()
            .putAll(home.worker())
            .putAll(home.cache())
            .putAll(worker.settings())
            .put("podium.worker.join", join)
            .put("podium.worker.cluster-host", clusterHost)
            .put("podium.worker.cluster-port", clusterPort)
            .put("podium.worker.id", name)
            .asMap());
  }
}
