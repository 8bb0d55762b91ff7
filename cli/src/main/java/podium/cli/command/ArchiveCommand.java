package podium.cli.command;

import picocli.CommandLine.Command;
import podium.protocol.request.Action;

/** {@code podium archive}: leaves an experiment out of lists. */
@Command(
    name = "archive",
    description =
        "Leaves an experiment that is over or paused out of lists and the leaderboard; its data"
            + " stay.",
    mixinStandardHelpOptions = true)
final class ArchiveCommand extends ExperimentsCommand {
  @Override
  Action action() {
    return new Action.Archive(target());
  }
}
