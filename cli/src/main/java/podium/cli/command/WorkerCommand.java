package podium.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.config.Settings;
import podium.cli.error.UserErrorException;
import podium.cli.file.OwnerOnly;
import podium.cli.metrics.PartMetrics;
import podium.cli.node.NodeSettings;
import podium.cli.node.WorkerParts;
import podium.protocol.actor.Door;
import podium.workers.Worker;
import podium.workers.config.WorkerSettings;

/** {@code podium worker}: adds this machine's slots to a running system. */
@Command(
    name = "worker",
    description = "Adds slots of this machine to a running system.",
    mixinStandardHelpOptions = true)
final class WorkerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private WorkerOptions options = new WorkerOptions();

  @Override
  public Integer call() {
    options.worker().requireAny();
    NodeSettings settings =
        options
            .keys()
            .over(
                new NodeSettings(Settings.load(options.config()).root())
                    .withDataDir(OwnerOnly.folder(options.dataDir().toAbsolutePath().normalize()))
                    .with("podium.worker.join", options.join())
                    .with("podium.worker.cluster-host", options.host())
                    .with("podium.worker.cluster-port", options.clusterPort())
                    .with("podium.worker.id", options.name()));
    Addresses.requireJoinable(options.join());
    requireReachable(settings);
    options.metrics().check();
    UntilStopped.endingOnErrors(spec);
    NodeSettings offering = options.worker().over(settings);
    try (Worker worker = UntilStopped.closing(WorkerParts.start(offering))) {
      options
          .metrics()
          .begin(
              spec,
              port -> {
                WorkerSettings own = offering.read(WorkerSettings::from);
                return PartMetrics.of(worker, own.dataDir(), own.checkpointsDir(), port);
              });
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
    Addresses.requireOwn(own, 0);
    Door door = settings.read(WorkerSettings::from).door();
    Addresses.requireOwn(own, door.port());
    KeysFlag.complainOfRights(spec, door);
    if (!Door.isLoopback(own)) {
      return;
    }
    for (String address : options.join()) {
      if (!Door.isLoopback(address.replaceFirst(":[0-9]+$", ""))) {
        throw new UserErrorException(
            "--join %s is on another machine, but this worker would tell it %s as its own address; give --host ADDRESS, under which the scheduler reaches this machine"
                .formatted(address, own));
      }
    }
  }
}
