package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.node.NodeSettings;

/** Flags that say where checkpoints lie; filled by picocli. */
public final class HomeFlags {
  @Mixin private DataDirFlag data = new DataDirFlag();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "where checkpoints lie (default: as settings say, else below the data folder)")
  private Optional<Path> checkpoints = Optional.empty();

  /** These flags laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    return settings
        .withDataDir(data.path().toAbsolutePath().normalize())
        .with(
            "podium.worker.checkpoints-dir",
            checkpoints.map(dir -> dir.toAbsolutePath().normalize().toString()));
  }
}
