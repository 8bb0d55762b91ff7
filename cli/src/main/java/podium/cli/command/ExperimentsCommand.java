package podium.cli.command;

import picocli.CommandLine.Parameters;
import podium.cli.app.Submission;
import podium.cli.error.UserErrorException;
import podium.protocol.id.TrialId;

/** Asks something of a whole experiment. */
abstract class ExperimentsCommand extends ActCommand {
  @Parameters(paramLabel = "ID", description = "an experiment such as mine-1, or its name")
  private String id = "";

  /**
   * Which one it is about.
   *
   * @throws UserErrorException if it can be none
   */
  final String target() {
    TrialId.parse(id)
        .ifPresent(
            trial -> {
              throw new UserErrorException(
                  "%s is a trial, and this is of whole experiments; give %s"
                      .formatted(id, trial.experiment()));
            });
    return Submission.target(id);
  }
}
