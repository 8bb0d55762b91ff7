package podium.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import podium.protocol.request.Action;

/** {@code podium retry}: tries again what failed, was cancelled or stopped. */
@Command(
    name = "retry",
    description =
        "Tries trials again that failed, were cancelled or stopped, from their last checkpoint.",
    mixinStandardHelpOptions = true)
final class RetryCommand extends TrialsCommand {
  @Option(names = "--fresh", description = "from nothing, and not from the last checkpoint")
  private boolean fresh;

  @Override
  Action action() {
    return new Action.Retry(target(), fresh);
  }
}
