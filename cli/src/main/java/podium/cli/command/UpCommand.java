package podium.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.config.Settings;
import podium.cli.node.Machine;
import podium.cli.node.NodeSettings;

/** {@code podium up}: the whole system on this machine, until it is told to stop. */
@Command(
    name = "up",
    description = "Runs the whole system on this machine: Kafka, scheduler, dashboard, worker.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private UpOptions options = new UpOptions();

  @Override
  public Integer call() {
    Path dataDir = options.dataDir().toAbsolutePath().normalize();
    try (Machine machine =
        UntilStopped.closing(
            Machine.start(
                settings(dataDir), dataDir, options.kafkaPort(), options.worker().any()))) {
      if (!machine.awaitReady(LONGEST_START)) {
        Terminal.complain(
            spec, java.util.List.of("podium: not ready yet: " + machine.health().parts()));
      }
      Terminal.print(
          spec,
          java.util.List.of(
              "Podium is up. Everything is kept in " + dataDir,
              "  leaderboard   " + machine.address(),
              "  Kafka         " + machine.bootstrapServers(),
              "  more slots    podium worker --join " + machine.joinAddress(),
              "Stop with Ctrl-C; started again it goes on where it was."));
      UntilStopped.await();
    }
    return ExitCodes.DONE;
  }

  private NodeSettings settings(Path dataDir) {
    NodeSettings files =
        new NodeSettings(Settings.load(options.config()).root())
            .withDataDir(dataDir)
            .with("podium.cluster.port", options.cluster().clusterPort());
    return options.worker().over(options.dashboard().over(files));
  }
}
