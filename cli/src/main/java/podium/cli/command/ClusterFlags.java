package podium.cli.command;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of a scheduler's place in the cluster; filled by picocli. */
public final class ClusterFlags {
  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "port where workers reach the scheduler (default: 25520)")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--cluster-host",
      paramLabel = "ADDRESS",
      description = "address where workers reach the scheduler (default: 127.0.0.1)")
  private Optional<String> host = Optional.empty();

  /** The settings these flags stand for. */
  public Map<String, Object> settings() {
    return Flags.of().put("podium.cluster.port", port).put("podium.cluster.host", host).asMap();
  }
}
