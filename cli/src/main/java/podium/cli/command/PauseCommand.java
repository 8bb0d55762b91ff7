package podium.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import podium.cli.app.Submission;
import podium.protocol.request.Action;

/** {@code podium pause}: lets an experiment or a trial wait. */
@Command(
    name = "pause",
    description = "Lets trials wait, with what they trained kept, until they are resumed.",
    mixinStandardHelpOptions = true)
final class PauseCommand extends ActCommand {
  @Parameters(
      paramLabel = "ID",
      description = "an experiment such as mine-1, its name, or a trial mine-1.2")
  private String id = "";

  @Option(
      names = "--now",
      description = "at the next batch; an epoch that is under way is trained anew later")
  private boolean now;

  @Override
  Action action() {
    return new Action.Pause(Submission.target(id), now);
  }
}
