package podium.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import podium.protocol.request.Action;

/** {@code podium pause}: lets an experiment or a trial wait. */
@Command(
    name = "pause",
    description = "Lets trials wait, with what they trained kept, until they are resumed.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends TrialsCommand {
  @Option(
      names = "--now",
      description = "at the next batch; an epoch that is under way is trained anew later")
  private boolean now;

  @Override
  Action action() {
    return new Action.Pause(target(), now);
  }
}
