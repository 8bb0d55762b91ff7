package podium.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of {@code podium dashboard}; filled by picocli. */
public final class DashboardOptions {
  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "podium-data",
      description = "where the leaderboard's database lies (default: ./${DEFAULT-VALUE})")
  private Path dataDir = Path.of("podium-data");

  @Mixin private DashboardFlags dashboard = new DashboardFlags();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  /** Where the leaderboard's database lies. */
  public Path dataDir() {
    return dataDir;
  }

  /** Where the dashboard is served. */
  public DashboardFlags dashboard() {
    return dashboard;
  }

  /** How Kafka is reached. */
  public KafkaFlags kafka() {
    return kafka;
  }
}
