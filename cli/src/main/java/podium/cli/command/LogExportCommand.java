package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.LogExport;
import podium.cli.error.UserErrorException;
import podium.cli.view.AnswerJson;

/** {@code podium log export}: the log, or a part of it, in a file. */
@Command(
    name = "export",
    description = {
      "Writes the event log into a file: one record a line, with offset and check sum, between two"
          + " lines that say what it holds.",
      "A name that ends in .zst or .gz packs it."
    },
    mixinStandardHelpOptions = true)
final class LogExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "to write; it must not be there yet")
  private Path file = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "OFFSET",
      defaultValue = "0",
      description = "of the first record (default: ${DEFAULT-VALUE})")
  private long from;

  @Option(
      names = "--until",
      paramLabel = "OFFSET",
      description = "behind the last record (default: the end that the log has now)")
  private long until = Long.MAX_VALUE;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    if (from < 0 || until < from) {
      throw new UserErrorException(
          "--from %d --until %d; allowed: 0 or more, and no less than --from"
              .formatted(from, until));
    }
    LogExport.Written written = LogExport.write(kafka.kafka(), file, from, until);
    Terminal.print(
        spec,
        json.lines(
            () -> AnswerJson.exported(file, written.records(), written.head()),
            () ->
                List.of(
                    "%d records in %s; head %s"
                        .formatted(written.records(), file, written.head()))));
    return ExitCodes.DONE;
  }
}
