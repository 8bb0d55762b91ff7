package podium.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.error.UserErrorException;
import podium.cli.node.Scratch;
import podium.cli.view.SqlAnswerView;
import podium.dashboard.FoldedLog;
import podium.dashboard.domain.BadQueryException;
import podium.dashboard.domain.SqlAnswer;

/** {@code podium sql}: questions in SQL over what the log says. */
@Command(
    name = "sql",
    description = {
      "Answers a question in SQL over what the event log, or a file of podium log export, comes"
          + " to: the views experiment, trial, attempt, epoch, worker, request and event.",
      "Nothing can be changed. docs/sql.md tells the columns."
    },
    mixinStandardHelpOptions = true)
final class SqlCommand implements Callable<Integer> {
  private static final int MOST_ROWS = 100_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "QUESTION",
      description = "such as \"select model, avg(best) from trial group by model\"")
  private String question = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      arity = "0..1",
      description = "the log, from its beginning (default: the one in Kafka)")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "where to leave what was asked as an H2 database, for other programs to read; a folder"
              + " that is not there yet, or empty")
  private Optional<Path> keep = Optional.empty();

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  private static final class Form {
    @Option(names = "--csv", description = "comma-separated values")
    private boolean csv;

    @Option(names = "--json", description = "a JSON array")
    private boolean json;
  }

  @Override
  public Integer call() {
    SqlAnswerView view = new SqlAnswerView(answer());
    Terminal.print(spec, lines(view));
    return ExitCodes.DONE;
  }

  // why: what is there would be thrown away
  private static void checkEmpty(Path dir) {
    if (!Files.exists(dir)) {
      return;
    }
    try (Stream<Path> files = Files.list(dir)) {
      if (files.findAny().isPresent()) {
        throw new UserErrorException(
            "--keep is %s, which is not empty; name a folder that is not there yet".formatted(dir));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "--keep is %s, which cannot be read; name a folder that is not there yet".formatted(dir),
          e);
    }
  }

  private List<String> lines(SqlAnswerView view) {
    if (form.csv) {
      return view.csv();
    }
    return form.json ? view.json().toPrettyString().lines().toList() : view.lines();
  }

  private SqlAnswer answer() {
    keep.ifPresent(SqlCommand::checkEmpty);
    try (Scratch scratch = Scratch.at(keep);
        FoldedLog folded = FoldedLog.start(scratch.dir())) {
      LogFlags.each(file, kafka, folded::take);
      return folded.ask(question, MOST_ROWS);
    } catch (BadQueryException e) {
      throw new UserErrorException("the question is not understood: " + e.getMessage(), e);
    }
  }
}
