package podium.cli.command;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.config.Settings;
import podium.cli.file.OwnerOnly;
import podium.cli.log.LogFile;
import podium.cli.node.Machine;
import podium.cli.node.NodeSettings;
import podium.protocol.actor.Door;
import podium.scheduler.config.SchedulerSettings;

/** {@code podium up}: the whole system on this machine, until it is told to stop. */
@Command(
    name = "up",
    description = "Runs the whole system on this machine: Kafka, scheduler, dashboard, worker.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private static final String STOP = "Stop with Ctrl-C; started again it goes on where it was.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private UpOptions options = new UpOptions();

  @Override
  public Integer call() {
    Path dataDir = OwnerOnly.folder(options.dataDir().toAbsolutePath().normalize());
    Path log = LogFile.open(dataDir, "podium.log");
    UntilStopped.endingOnErrors(spec);
    NodeSettings settings = settings(dataDir);
    Door door = settings.read(SchedulerSettings::from).door();
    KeysFlag.complainOfRights(spec, door);
    try (Machine machine =
        UntilStopped.closing(
            Machine.start(settings, dataDir, options.kafkaPort(), options.worker().any()))) {
      UntilStopped.ending(spec, machine.ended().thenApply(why -> why + "; details: " + log));
      Terminal.print(
          spec,
          List.of(
              "Podium starts. Everything is kept in " + dataDir,
              "  leaderboard   " + machine.address(),
              "  Kafka         " + machine.bootstrapServers(),
              "  more slots    ./podium worker --join %s --checkpoints %s%s"
                  .formatted(machine.joinAddress(), dataDir.resolve("checkpoints"), keys(door))));
      tellWhetherReady(machine);
      UntilStopped.await();
    }
    return ExitCodes.DONE;
  }

  private static String keys(Door door) {
    return door.keys().map(keys -> " --cluster-keys " + keys.folder()).orElse("");
  }

  private void tellWhetherReady(Machine machine) {
    if (!options.worker().any()) {
      Terminal.print(spec, List.of("No slots here (--devices none): add a worker. " + STOP));
    } else if (machine.awaitReady(LONGEST_START)) {
      Terminal.print(spec, List.of("Podium is up. " + STOP));
    } else {
      Terminal.complain(spec, List.of("podium: not ready yet: " + machine.health().parts()));
    }
  }

  private NodeSettings settings(Path dataDir) {
    NodeSettings files =
        new NodeSettings(Settings.load(options.config()).root())
            .withDataDir(dataDir)
            .with("podium.cluster.host", options.clusterHost())
            .with("podium.worker.cluster-host", options.clusterHost())
            .with("podium.cluster.port", options.cluster().clusterPort());
    return options.worker().over(options.dashboard().over(options.keys().over(files)));
  }
}
