package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.EventLogFile;
import podium.cli.view.AnswerJson;

/** {@code podium log verify}: whether a file holds what was exported. */
@Command(
    name = "verify",
    description = {
      "Checks a file of podium log export: every record by its check sum, the chain, and its end.",
      "Names each damaged record by its offset. Exit code 0 only if nothing is damaged."
    },
    mixinStandardHelpOptions = true)
final class LogVerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "to check")
  private Path file = Path.of("");

  @Mixin private JsonFlag json = new JsonFlag();

  @Override
  public Integer call() {
    EventLogFile.Checked checked = EventLogFile.check(file);
    if (json.isSet()) {
      Terminal.print(
          spec,
          json.lines(
              () -> AnswerJson.verified(checked.records(), checked.head(), checked.damage()),
              List::of));
      return checked.damage().isEmpty() ? ExitCodes.DONE : ExitCodes.FAILED;
    }
    if (!checked.damage().isEmpty()) {
      Terminal.complain(spec, checked.damage());
      return ExitCodes.FAILED;
    }
    Terminal.print(
        spec, List.of("%d records, whole; head %s".formatted(checked.records(), checked.head())));
    return ExitCodes.DONE;
  }
}
