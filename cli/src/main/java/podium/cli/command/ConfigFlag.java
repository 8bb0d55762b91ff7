package podium.cli.command;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.cli.config.Settings;

/** The flag that names a file of settings; filled by picocli. */
public final class ConfigFlag {
  @Option(names = "--config", paramLabel = "FILE", description = "HOCON file with settings")
  private Optional<Path> config = Optional.empty();

  /** The settings of that file with others over it. */
  public Settings load(Map<String, Object> flags) {
    return Settings.load(config, flags);
  }
}
