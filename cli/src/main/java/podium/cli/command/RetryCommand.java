package podium.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import podium.protocol.request.Action;

/** {@code podium retry}: tries again what failed or was cancelled. */
@Command(
    name = "retry",
    description = "Tries trials again that failed or were cancelled, from their last checkpoint.",
    mixinStandardHelpOptions = true)
final class RetryCommand extends TrialsCommand {
  @Option(names = "--fresh", description = "from nothing, and not from the last checkpoint")
  private boolean fresh;

  @Override
  Action action() {
    return new Action.Retry(target(), fresh);
  }
}
