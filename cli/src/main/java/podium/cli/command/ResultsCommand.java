package podium.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Follower;
import podium.cli.view.AnswerJson;
import podium.cli.view.ResultFormats;
import podium.cli.view.ResultTable;
import podium.cli.view.TrialRow;

/** {@code podium results}: what an experiment came to, as a table for a report. */
@Command(
    name = "results",
    description = "Prints what an experiment came to, as a table for a report or a program.",
    mixinStandardHelpOptions = true)
final class ResultsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "ID",
      description = "an experiment such as mine-1, its name, or a trial mine-1.2")
  private String id = "";

  @Option(
      names = "--over-seeds",
      description =
          "one row for trials that differ in their seed alone: means, and the deviation of the"
              + " test accuracy")
  private boolean overSeeds;

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  private static final class Form {
    @Option(names = "--csv", description = "comma-separated values in full; shares from 0 to 1")
    private boolean csv;

    @Option(names = "--markdown", description = "a table of Markdown")
    private boolean markdown;

    @Option(names = "--latex", description = "a tabular of LaTeX")
    private boolean latex;

    @Option(names = "--json", description = "a JSON array of the values in full")
    private boolean json;
  }

  @Override
  public Integer call() {
    try (Follower follower = Follower.open(kafka.kafka())) {
      follower.catchUp();
      List<TrialRow> trials = Meant.trials(follower.view(), id);
      Terminal.print(
          spec, lines(overSeeds ? ResultTable.overSeeds(trials) : ResultTable.ofTrials(trials)));
    }
    return ExitCodes.DONE;
  }

  private List<String> lines(ResultTable table) {
    if (form.csv) {
      return ResultFormats.csv(table).lines().toList();
    }
    if (form.markdown) {
      return ResultFormats.markdown(table);
    }
    if (form.latex) {
      return ResultFormats.latex(table);
    }
    return form.json
        ? AnswerJson.rows(table.values()).toPrettyString().lines().toList()
        : table.lines();
  }
}
