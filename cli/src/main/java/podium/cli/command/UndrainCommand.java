package podium.cli.command;

import picocli.CommandLine.Command;
import podium.protocol.request.Action;

/** {@code podium undrain}: gives a drained worker trials again. */
@Command(
    name = "undrain",
    description = "Gives a drained worker trials again.",
    mixinStandardHelpOptions = true)
final class UndrainCommand extends SlotsCommand {
  @Override
  Action action() {
    return new Action.Undrain(worker(), slot());
  }
}
