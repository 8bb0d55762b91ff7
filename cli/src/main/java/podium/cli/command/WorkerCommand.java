package podium.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.config.Settings;
import podium.cli.error.UserErrorException;
import podium.cli.file.OwnerOnly;
import podium.cli.node.NodeSettings;
import podium.cli.node.WorkerParts;
import podium.workers.Worker;
import podium.workers.config.WorkerSettings;

/** {@code podium worker}: adds this machine's slots to a running system. */
@Command(
    name = "worker",
    description = "Adds slots of this machine to a running system.",
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\..*|\\[?::1]?");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private WorkerOptions options = new WorkerOptions();

  @Override
  public Integer call() {
    options.worker().requireAny();
    NodeSettings settings =
        new NodeSettings(Settings.load(options.config()).root())
            .withDataDir(OwnerOnly.folder(options.dataDir().toAbsolutePath().normalize()))
            .with("podium.worker.join", options.join())
            .with("podium.worker.cluster-host", options.host())
            .with("podium.worker.cluster-port", options.clusterPort())
            .with("podium.worker.id", options.name());
    Addresses.requireJoinable(options.join());
    requireReachable(settings);
    UntilStopped.endingOnErrors(spec);
    try (Worker worker = UntilStopped.closing(WorkerParts.start(options.worker().over(settings)))) {
      Terminal.print(
          spec,
          List.of(
              "worker %s joins %s; stop with Ctrl-C"
                  .formatted(worker.id(), String.join(", ", options.join()))));
      Terminal.complain(spec, List.of("podium: " + UntilStopped.await(worker.whenEnded())));
      return worker.refusal().isPresent() ? ExitCodes.REFUSED : ExitCodes.ENDED;
    }
  }

  /** A scheduler elsewhere must be able to speak to this worker. */
  private void requireReachable(NodeSettings settings) {
    String own = settings.root().getString("podium.worker.cluster-host");
    Addresses.requireOwn(own, settings.read(WorkerSettings::from).clusterPort());
    if (!LOOPBACK.matcher(own).matches()) {
      return;
    }
    for (String address : options.join()) {
      if (!LOOPBACK.matcher(address.replaceFirst(":[0-9]+$", "")).matches()) {
        throw new UserErrorException(
            "--join %s is on another machine, but this worker would tell it %s as its own address; give --host ADDRESS, under which the scheduler reaches this machine"
                .formatted(address, own));
      }
    }
  }
}
