package podium.cli.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Submission;
import podium.cli.view.Fact;

/** {@code podium cancel}: stops an experiment or a trial. */
@Command(
    name = "cancel",
    description = "Stops an experiment or one of its trials.",
    mixinStandardHelpOptions = true)
final class CancelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", description = "an experiment such as mine-1, or a trial mine-1.2")
  private String id = "";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for the scheduler's answer (default: ${DEFAULT-VALUE})")
  private int timeout = 30;

  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    String request = Submission.cancel(id);
    Fact fact = Submission.send(kafka.kafka(), request, Duration.ofSeconds(timeout));
    if (fact instanceof Fact.Rejected rejected) {
      Terminal.complain(spec, Answers.refused("cancelling " + id, rejected.reasons()));
      return ExitCodes.REFUSED;
    }
    Terminal.print(spec, Answers.lines(fact));
    return ExitCodes.DONE;
  }
}
