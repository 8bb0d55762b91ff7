package podium.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Follower;
import podium.cli.view.AnswerJson;
import podium.cli.view.ExperimentRow;
import podium.cli.view.LogView;
import podium.cli.view.StatusTables;
import podium.cli.view.TrialRow;

/** {@code podium status}: what the event log says now. */
@Command(
    name = "status",
    description = "Shows experiments, trials, queue and workers, or one experiment.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "only this experiment, by id or name, or this trial")
  private Optional<String> id = Optional.empty();

  @Option(names = "--all", description = "with experiments that were archived")
  private boolean all;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    try (Follower follower = Follower.open(kafka.kafka())) {
      follower.catchUp();
      follower.explain();
      LogView view = follower.view();
      List<TrialRow> meant = id.map(it -> Meant.trials(view, it)).orElse(List.of());
      List<ExperimentRow> experiments =
          id.map(view::experiments).orElse(all ? view.experiments() : view.visible());
      Terminal.print(
          spec,
          json.lines(
              () -> AnswerJson.status(view, experiments),
              () ->
                  id.isPresent()
                      ? StatusTables.of(view, meant, follower.latestProgress())
                      : StatusTables.lines(view, experiments, follower.latestProgress())));
      Terminal.complain(
          spec, follower.warnings().stream().map(warning -> "podium: " + warning).toList());
    }
    return ExitCodes.DONE;
  }
}
