package podium.cli.command;

import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks something of a worker, or of a slot of it. */
abstract class SlotsCommand extends ActCommand {
  @Parameters(paramLabel = "WORKER", description = "a worker, as ./podium status names it")
  private String worker = "";

  @Option(names = "--slot", paramLabel = "SLOT", description = "of it alone, such as cuda:0")
  private Optional<String> slot = Optional.empty();

  final String worker() {
    return worker;
  }

  final Optional<String> slot() {
    return slot;
  }
}
