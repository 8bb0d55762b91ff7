package podium.cli.command;

import picocli.CommandLine.Command;
import podium.protocol.request.Action;

/** {@code podium resume}: lets a paused experiment or trial go on. */
@Command(
    name = "resume",
    description = "Lets paused trials go on where they were.",
    mixinStandardHelpOptions = true)
final class ResumeCommand extends TrialsCommand {
  @Override
  Action action() {
    return new Action.Resume(target());
  }
}
