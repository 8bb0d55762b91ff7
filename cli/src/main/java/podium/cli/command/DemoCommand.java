package podium.cli.command;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.app.DemoExperiment;
import podium.cli.app.ExperimentFile;
import podium.cli.app.Submission;
import podium.cli.app.Waiting;
import podium.cli.config.Settings;
import podium.cli.error.UserErrorException;
import podium.cli.file.OwnerOnly;
import podium.cli.kafka.KafkaSettings;
import podium.cli.log.LogFile;
import podium.cli.node.Closing;
import podium.cli.node.Machine;
import podium.cli.node.NodeSettings;
import podium.cli.node.Scratch;
import podium.cli.view.Fact;

/** {@code podium demo}: everything from broker to final table on this machine. */
@Command(
    name = "demo",
    description = "Starts everything, compares networks on a data set and prints their table.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private DemoOptions options = new DemoOptions();

  @Override
  public Integer call() {
    options.worker().requireAny();
    ExperimentFile file = DemoExperiment.file(options.changes());
    List<String> faults = file.faults(Optional.empty());
    if (!faults.isEmpty()) {
      Terminal.complain(spec, Answers.refused("the demo's experiment", faults));
      return ExitCodes.REFUSED;
    }
    String json = file.requests().getFirst();
    // why: what is deleted afterwards is no place for what explains a failure
    Path log =
        LogFile.open(
            OwnerOnly.folder(
                options.dataDir().orElse(Path.of("podium-data")).toAbsolutePath().normalize()),
            "demo.log");
    UntilStopped.endingOnErrors(spec);
    try (Closing parts = UntilStopped.closing(new Closing())) {
      Path dir = parts.open(() -> Scratch.at(options.dataDir())).dir();
      Machine machine =
          parts.open(() -> Machine.start(settings(dir), dir, options.kafkaPort(), true));
      UntilStopped.ending(spec, machine.ended().thenApply(why -> why + "; details: " + log));
      if (!machine.awaitReady(LONGEST_START)) {
        throw new UserErrorException("Podium did not get ready: " + machine.health().parts());
      }
      return demonstrate(machine, json);
    }
  }

  private int demonstrate(Machine machine, String json) {
    KafkaSettings kafka = KafkaSettings.at(machine.bootstrapServers());
    Terminal.print(spec, List.of("leaderboard   " + machine.address()));
    Fact fact = Submission.send(kafka, json, LONGEST_ANSWER);
    if (!(fact instanceof Fact.Accepted accepted)) {
      Terminal.complain(spec, Answers.lines(fact));
      return ExitCodes.REFUSED;
    }
    Terminal.print(spec, Answers.lines(fact));
    boolean succeeded = Waiting.forTrials(kafka, List.of(accepted), Terminal::progress);
    if (options.keep()) {
      Terminal.print(spec, List.of("", machine.address() + " stays up; stop it with Ctrl-C."));
      UntilStopped.await();
    }
    return succeeded ? ExitCodes.DONE : ExitCodes.FAILED;
  }

  private NodeSettings settings(Path dataDir) {
    NodeSettings files =
        new NodeSettings(Settings.load(Optional.empty()).root())
            .withDataDir(dataDir)
            .with(
                Map.of(
                    "podium.dashboard.port",
                    freeOr(options.port()),
                    "podium.cluster.port",
                    0,
                    // why: what was downloaded or decoded once serves the next demo too
                    "podium.worker.cache-dir",
                    Path.of("podium-data", "cache").toAbsolutePath().toString()));
    return options.worker().over(files);
  }

  private static int freeOr(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      return 0;
    }
  }
}
