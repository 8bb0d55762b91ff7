package podium.cli.command;

import picocli.CommandLine.Command;
import podium.protocol.request.Action;

/** {@code podium cancel}: stops an experiment or a trial. */
@Command(
    name = "cancel",
    description = "Stops an experiment or one of its trials.",
    mixinStandardHelpOptions = true)
final class CancelCommand extends TrialsCommand {
  @Override
  Action action() {
    return new Action.Cancel(target());
  }
}
