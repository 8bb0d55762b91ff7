package podium.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.file.OwnerOnly;
import podium.cli.kafka.KafkaSettings;
import podium.cli.kafka.TopicSetup;
import podium.cli.node.DashboardParts;
import podium.cli.node.NodeSettings;
import podium.dashboard.Dashboard;

/** {@code podium dashboard}: the leaderboard alone, against any Kafka. */
@Command(
    name = "dashboard",
    description = "Serves the leaderboard alone, against any Kafka.",
    mixinStandardHelpOptions = true)
final class DashboardCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DashboardOptions options = new DashboardOptions();

  @Override
  public Integer call() {
    UntilStopped.endingOnErrors(spec);
    KafkaSettings kafka = options.kafka().kafka();
    TopicSetup.ensure(kafka);
    NodeSettings settings =
        options
            .dashboard()
            .over(
                new NodeSettings(options.kafka().settings().root())
                    .withDataDir(OwnerOnly.folder(options.dataDir().toAbsolutePath().normalize()))
                    .withKafka(kafka));
    try (Dashboard dashboard =
        UntilStopped.closing(DashboardParts.start(settings, Optional.empty()))) {
      Terminal.print(
          spec,
          List.of(
              "leaderboard at http://%s:%d on Kafka %s; stop with Ctrl-C"
                  .formatted(
                      settings.root().getString("podium.dashboard.host"),
                      dashboard.port(),
                      kafka.bootstrapServers())));
      UntilStopped.await();
    }
    return ExitCodes.DONE;
  }
}
