package podium.cli.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import podium.protocol.request.Action;

/** {@code podium drain}: lets a worker finish what it has and take nothing new. */
@Command(
    name = "drain",
    description = "Lets a worker finish what it has and take nothing new.",
    mixinStandardHelpOptions = true)
final class DrainCommand extends ActCommand {
  @Parameters(paramLabel = "WORKER", description = "a worker, as ./podium status names it")
  private String worker = "";

  @Option(names = "--slot", paramLabel = "SLOT", description = "of it alone, such as cuda:0")
  private Optional<String> slot = Optional.empty();

  @Override
  Action action() {
    return new Action.Drain(worker, slot);
  }
}
