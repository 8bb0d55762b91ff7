package podium.cli.command;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.cli.node.NodeSettings;

/** Flags of whatever process serves the dashboard; filled by picocli. */
public final class DashboardFlags {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "the dashboard's port (default: ${DEFAULT-VALUE})")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "address the dashboard binds to; another than loopback needs a token")
  private String host = "127.0.0.1";

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      defaultValue = "${env:PODIUM_TOKEN}",
      description =
          "asked of every changing call; better given as environment variable PODIUM_TOKEN")
  private Optional<String> token = Optional.empty();

  /** These flags laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    NodeSettings laid =
        settings.with(Map.of("podium.dashboard.host", host, "podium.dashboard.port", port));
    return token().map(word -> laid.with("podium.dashboard.token", word)).orElse(laid);
  }

  /** The dashboard's port. */
  public int port() {
    return port;
  }

  /** The address it binds to. */
  public String host() {
    return host;
  }

  /** What changing calls must carry, if anything. */
  public Optional<String> token() {
    return token.filter(text -> !text.isBlank());
  }
}
