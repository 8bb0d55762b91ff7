package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.cli.node.NodeSettings;

/** Flags that say where checkpoints lie; filled by picocli. */
public final class HomeFlags {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "podium-data",
      description = "where everything is kept (default: ./${DEFAULT-VALUE})")
  private Path dataDir = Path.of("podium-data");

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "where checkpoints lie (default: as settings say, else below the data folder)")
  private Optional<Path> checkpoints = Optional.empty();

  /** These flags laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    return settings
        .withDataDir(dataDir.toAbsolutePath().normalize())
        .with(
            "podium.worker.checkpoints-dir",
            checkpoints.map(dir -> dir.toAbsolutePath().normalize().toString()));
  }
}
