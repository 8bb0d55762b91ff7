package podium.cli.command;

import picocli.CommandLine.Command;
import podium.protocol.request.Action;

/** {@code podium drain}: lets a worker finish what it has and take nothing new. */
@Command(
    name = "drain",
    description = "Lets a worker finish what it has and take nothing new.",
    mixinStandardHelpOptions = true)
final class DrainCommand extends SlotsCommand {
  @Override
  Action action() {
    return new Action.Drain(worker(), slot());
  }
}
