package podium.cli.command;

import picocli.CommandLine.Command;
import podium.protocol.request.Action;

/** {@code podium release}: uses slots again that were left out. */
@Command(
    name = "release",
    description = "Uses slots of a worker again that were left out, since attempts failed on them.",
    mixinStandardHelpOptions = true)
final class ReleaseCommand extends SlotsCommand {
  @Override
  Action action() {
    return new Action.Release(worker(), slot());
  }
}
