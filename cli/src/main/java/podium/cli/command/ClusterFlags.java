package podium.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of a process's own place in the cluster; filled by picocli. */
public final class ClusterFlags {
  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "port where workers reach the scheduler (default: podium.cluster.port, 25520)")
  private Optional<Integer> clusterPort = Optional.empty();

  /** The port, if said. */
  public Optional<Integer> clusterPort() {
    return clusterPort;
  }
}
