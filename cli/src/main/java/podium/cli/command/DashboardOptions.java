package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.config.Settings;

/** Flags of {@code podium dashboard}; filled by picocli. */
public final class DashboardOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "the leaderboard's database lies in DIR/dashboard (default: ./podium-data)")
  private Optional<Path> dataDir = Optional.empty();

  @Mixin private DashboardFlags dashboard = new DashboardFlags();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  /** The settings of file and environment with these flags over them. */
  public Settings settings() {
    Flags flags = Flags.of().putAll(dashboard.settings());
    dataDir.ifPresent(directory -> flags.putAll(new Home(directory).dashboard()));
    return kafka.load(flags.asMap());
  }
}
