package podium.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import podium.cli.app.Follower;
import podium.cli.view.StatusTables;

/** {@code podium status}: what the event log says now. */
@Command(
    name = "status",
    description = "Shows experiments, trials, queue and workers.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    try (Follower follower = Follower.open(kafka.kafka())) {
      follower.catchUp();
      Terminal.print(spec, StatusTables.lines(follower.view(), follower.latestProgress()));
      Terminal.complain(
          spec, follower.warnings().stream().map(warning -> "podium: " + warning).toList());
    }
    return ExitCodes.DONE;
  }
}
