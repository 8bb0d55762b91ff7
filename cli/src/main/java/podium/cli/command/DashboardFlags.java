package podium.cli.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of whatever process serves the dashboard; filled by picocli. */
public final class DashboardFlags {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "the dashboard's port (default: 8080)")
  private Optional<Integer> port = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "address the dashboard binds to (default: 127.0.0.1); one that others reach needs a"
              + " token")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      description =
          "asked of every changing call; better given as the environment variable PODIUM_TOKEN")
  private Optional<String> token = Optional.empty();

  @Option(
      names = "--allow-host",
      paramLabel = "NAMES",
      split = ",",
      description = "names browsers may call the dashboard by, besides those of this machine")
  private List<String> allowed = List.of();

  /** The settings these flags stand for. */
  public Map<String, Object> settings() {
    return Flags.of()
        .put("podium.dashboard.port", port)
        .put("podium.dashboard.host", host)
        .put("podium.dashboard.token", token)
        .put("podium.dashboard.allowed-hosts", Optional.of(allowed).filter(l -> !l.isEmpty()))
        .asMap();
  }
}
