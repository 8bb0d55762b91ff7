package podium.cli.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import podium.cli.app.Submission;
import podium.cli.view.AnswerJson;
import podium.cli.view.Fact;
import podium.protocol.codec.RequestCodec;
import podium.protocol.request.Action;

/** Asks something of what is there, and tells what became of it. */
abstract class ActCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for the scheduler's answer (default: ${DEFAULT-VALUE})")
  private int timeout = 30;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  /**
   * What is asked.
   *
   * @throws podium.cli.error.UserErrorException if it cannot be
   */
  abstract Action action();

  @Override
  public Integer call() {
    Action action = action();
    Fact fact =
        Submission.send(kafka.kafka(), RequestCodec.text(action), Duration.ofSeconds(timeout));
    if (fact instanceof Fact.Rejected rejected && !json.isSet()) {
      String what = "the request to %s %s".formatted(action.verb(), action.target());
      Terminal.complain(spec, Answers.refused(what, rejected.reasons()));
      return ExitCodes.REFUSED;
    }
    Terminal.print(spec, json.lines(() -> AnswerJson.of(fact), () -> Answers.lines(fact)));
    return fact instanceof Fact.Rejected ? ExitCodes.REFUSED : ExitCodes.DONE;
  }
}
