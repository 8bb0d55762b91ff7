package podium.cli.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Waiting;
import podium.cli.view.AnswerJson;
import podium.cli.view.ResultTable;
import podium.cli.view.TrialRow;

/** {@code podium wait}: until trials have ended. */
@Command(
    name = "wait",
    description = {
      "Follows trials to their end and prints what they came to.",
      "Exit code 0 only if all succeeded or were stopped by their experiment's rule."
    },
    mixinStandardHelpOptions = true)
final class WaitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "ID",
      description = "experiments such as mine-1, their names, or trials mine-1.2")
  private List<String> ids = List.of();

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    List<TrialRow> ended =
        Waiting.forIds(
            kafka.kafka(),
            ids,
            Meant::trials,
            json.isSet() ? Terminal::unseen : Terminal::progress);
    Terminal.print(
        spec, json.lines(() -> AnswerJson.rows(ResultTable.ofTrials(ended).values()), List::of));
    return Waiting.allWell(ended) ? ExitCodes.DONE : ExitCodes.FAILED;
  }
}
