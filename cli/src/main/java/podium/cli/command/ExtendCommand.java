package podium.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import podium.protocol.request.Action;

/** {@code podium extend}: trains longer what ended well. */
@Command(
    name = "extend",
    description =
        "Trains trials longer that succeeded or were stopped: as a further experiment, whose trials"
            + " begin with their last checkpoints.",
    mixinStandardHelpOptions = true)
final class ExtendCommand extends TrialsCommand {
  @Option(
      names = "--epochs",
      paramLabel = "N",
      required = true,
      description = "how many epochs more, from 1 to 10000")
  private int epochs;

  @Override
  Action action() {
    return new Action.Extend(target(), epochs);
  }
}
