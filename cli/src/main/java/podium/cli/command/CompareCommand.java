package podium.cli.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Follower;
import podium.cli.error.UserErrorException;
import podium.cli.view.ComparisonView;
import podium.cli.view.TrialRow;

/** {@code podium compare}: which is better, and whether that is shown. */
@Command(
    name = "compare",
    description = {
      "Ranks groups of trials that differ in their seed alone by their mean best test accuracy, and"
          + " says of the best and each of the others whether the difference is more than chance:"
          + " with an interval that is right for all groups together, paired where the seeds are"
          + " the same.",
      "With several IDs, trials of one are not put together with those of another."
    },
    mixinStandardHelpOptions = true)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "experiments such as mine-1, their names, or trials mine-1.2")
  private List<String> ids = List.of();

  @Option(names = "--all", description = "each group beside each, not the best alone")
  private boolean all;

  @Option(
      names = "--settle",
      paramLabel = "POINTS",
      defaultValue = "1",
      description =
          "the difference that is to be told, for which seeds are counted (default:"
              + " ${DEFAULT-VALUE})")
  private double points;

  @Option(
      names = "--certainty",
      paramLabel = "PERCENT",
      defaultValue = "95",
      description = "that nothing is shown that is not so (default: ${DEFAULT-VALUE})")
  private double certainty;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    require(points > 0 && points <= 100, "--settle", points, "above 0 and at most 100 points");
    require(
        certainty >= 50 && certainty < 100,
        "--certainty",
        certainty,
        "50 or more, below 100 percent");
    try (Follower follower = Follower.open(kafka.kafka())) {
      follower.catchUp();
      Map<String, List<TrialRow>> byId = new LinkedHashMap<>();
      ids.forEach(id -> byId.put(id, Meant.trials(follower.view(), id)));
      ComparisonView view =
          new ComparisonView(ComparisonView.alike(byId), certainty / 100, points / 100, all);
      if (view.groups() < 2) {
        throw new UserErrorException(
            "there are not two groups with a trial that succeeded among the trials of %s; name what it is to be compared with"
                .formatted(String.join(", ", ids)));
      }
      Terminal.print(spec, json.lines(view::json, view::lines));
    }
    return ExitCodes.DONE;
  }

  private void require(boolean holds, String flag, double value, String allowed) {
    if (!holds) {
      throw new ParameterException(
          spec.commandLine(), "%s is %s; allowed: %s".formatted(flag, value, allowed));
    }
  }
}
