package podium.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flag that says where {@code podium up} keeps everything; filled by picocli. */
public final class DataDirFlag {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "podium-data",
      description = "where everything is kept (default: ./${DEFAULT-VALUE})")
  private Path dataDir = Path.of("podium-data");

  /** The folder, as it was typed. */
  public Path path() {
    return dataDir;
  }
}
