package podium.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import podium.cli.node.NodeSettings;

/** Flags of whatever process serves the dashboard; filled by picocli. */
public final class DashboardFlags {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "the dashboard's port (default: podium.dashboard.port, 8080)")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "address the dashboard binds to; another than loopback needs a token")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:PODIUM_TOKEN}",
      description =
          "asked of every changing call, and of all where others can reach it; better given as"
              + " environment variable PODIUM_TOKEN")
  private Optional<String> token = Optional.empty();

  /** Those of these flags that were given, laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    return settings
        .with("podium.dashboard.host", host)
        .with("podium.dashboard.port", port)
        .with("podium.dashboard.token", token());
  }

  /** What changing calls must carry, if anything. */
  public Optional<String> token() {
    return token.filter(text -> !text.isBlank());
  }
}
