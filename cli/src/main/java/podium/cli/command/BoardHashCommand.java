package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.LogRecords;
import podium.cli.node.Scratch;
import podium.cli.view.AnswerJson;
import podium.dashboard.FoldedLog;
import podium.dashboard.domain.BoardHash;

/** {@code podium board-hash}: what the board of a log comes to. */
@Command(
    name = "board-hash",
    description = {
      "Folds the event log, or a file of podium log export, into the dashboard's rows and prints"
          + " their SHA-256.",
      "A dashboard says the same at /api/status as boardHash when it is at the same offset."
    },
    mixinStandardHelpOptions = true)
final class BoardHashCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "the log, from its beginning (default: the one in Kafka)")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "OFFSET",
      description = "behind the last record (default: the end)")
  private long until = Long.MAX_VALUE;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    if (until < 0) {
      throw new UserErrorException("--until is %d; allowed: 0 or more".formatted(until));
    }
    BoardHash hash = hash();
    Terminal.print(
        spec,
        json.lines(
            () -> AnswerJson.of(hash),
            () -> List.of("%s at offset %d".formatted(hash.sha256(), hash.position().offset()))));
    return ExitCodes.DONE;
  }

  private BoardHash hash() {
    try (Scratch scratch = Scratch.at(Optional.empty());
        FoldedLog folded = FoldedLog.start(scratch.dir())) {
      LogRecords.Taker taker =
          (offset, record) -> {
            if (offset < until) {
              folded.take(offset, record);
            }
          };
      LogFlags.each(file, kafka, taker);
      return folded.hash();
    }
  }
}
