package podium.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import podium.cli.app.Waiting;

/** {@code podium wait}: until trials have ended. */
@Command(
    name = "wait",
    description = {
      "Follows trials to their end and prints what they came to.",
      "Exit code 0 only if all succeeded or were stopped by their experiment's rule."
    },
    mixinStandardHelpOptions = true)
final class WaitCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "experiments such as mine-1, their names, or trials mine-1.2")
  private List<String> ids = List.of();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    return Waiting.forIds(kafka.kafka(), ids, Meant::trials, Terminal::progress)
        ? ExitCodes.DONE
        : ExitCodes.FAILED;
  }
}
