package podium.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import podium.cli.app.Follower;

/** {@code podium watch}: running trials as they go, until Ctrl-C. */
@Command(
    name = "watch",
    description = "Shows running trials as they go, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    try (Follower follower = Follower.open(kafka.kafka())) {
      follower.catchUp();
      follower.follow(Terminal.progress(trial -> true), view -> false);
    }
    return ExitCodes.DONE;
  }
}
