package podium.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import podium.cli.app.Submission;
import podium.protocol.request.Action;

/** {@code podium resume}: lets a paused experiment or trial go on. */
@Command(
    name = "resume",
    description = "Lets paused trials go on where they were.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends ActCommand {
  @Parameters(
      paramLabel = "ID",
      description = "an experiment such as mine-1, its name, or a trial mine-1.2")
  private String id = "";

  @Override
  Action action() {
    return new Action.Resume(Submission.target(id));
  }
}
