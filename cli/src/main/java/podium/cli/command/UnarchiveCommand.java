package podium.cli.command;

import picocli.CommandLine.Command;
import podium.protocol.request.Action;

/** {@code podium unarchive}: shows an archived experiment again. */
@Command(
    name = "unarchive",
    description = "Shows an archived experiment in lists and on the leaderboard again.",
    mixinStandardHelpOptions = true)
final class UnarchiveCommand extends ExperimentsCommand {
  @Override
  Action action() {
    return new Action.Unarchive(target());
  }
}
