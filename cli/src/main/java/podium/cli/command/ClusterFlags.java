package podium.cli.command;

import picocli.CommandLine.Option;

/** Flags of a process's own place in the cluster; filled by picocli. */
public final class ClusterFlags {
  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      defaultValue = "25520",
      description = "port where workers reach the scheduler (default: ${DEFAULT-VALUE})")
  private int clusterPort = 25520;

  /** The port. */
  public int clusterPort() {
    return clusterPort;
  }
}
