package podium.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import podium.cli.app.Submission;
import podium.protocol.request.Action;

/** {@code podium cancel}: stops an experiment or a trial. */
@Command(
    name = "cancel",
    description = "Stops an experiment or one of its trials.",
    mixinStandardHelpOptions = true)
final class CancelCommand extends ActCommand {
  @Parameters(
      paramLabel = "ID",
      description = "an experiment such as mine-1, its name, or a trial mine-1.2")
  private String id = "";

  @Override
  Action action() {
    return new Action.Cancel(Submission.target(id));
  }
}
