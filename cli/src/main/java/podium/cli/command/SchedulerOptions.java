package podium.cli.command;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.config.Settings;

/** Flags of {@code podium scheduler}; filled by picocli. */
public final class SchedulerOptions {
  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "other schedulers of the same cluster; without it this one is the first")
  private List<String> join = List.of();

  @Mixin private ClusterFlags cluster = new ClusterFlags();
  @Mixin private KafkaOptions kafka = new KafkaOptions();

  /** The settings of file and environment with these flags over them. */
  public Settings settings() {
    return kafka.load(
        Flags.of()
            .putAll(cluster.settings())
            .put("podium.cluster.seeds", Optional.of(join).filter(nodes -> !nodes.isEmpty()))
            .asMap());
  }
}
