package podium.cli.command;

import picocli.CommandLine.Parameters;
import podium.cli.app.Submission;

/** Asks something of an experiment or a trial. */
abstract class TrialsCommand extends ActCommand {
  @Parameters(
      paramLabel = "ID",
      description = "an experiment such as mine-1, its name, or a trial mine-1.2")
  private String id = "";

  /**
   * Whom it is about.
   *
   * @throws podium.cli.error.UserErrorException if it can be neither an experiment nor a trial
   */
  final String target() {
    return Submission.target(id);
  }
}
