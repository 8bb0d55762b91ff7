package podium.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Submission;
import podium.cli.app.Waiting;
import podium.cli.error.UserErrorException;
import podium.cli.kafka.KafkaSettings;
import podium.cli.view.Fact;

/** {@code podium submit}: publishes an experiment and tells what became of it. */
@Command(
    name = "submit",
    description = "Publishes an experiment (YAML or JSON) and tells what became of it.",
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "the experiment; - reads standard input")
  private Path file = Path.of("-");

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "changes a field of the file, such as recipe.epochs=1; repeatable")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--wait",
      description = "follow the trials to their end; exit code 0 only if all succeeded")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for the scheduler's answer (default: ${DEFAULT-VALUE})")
  private int timeout = 30;

  @Mixin private KafkaOptions kafka = new KafkaOptions();

  @Override
  public Integer call() {
    return switch (Submission.read(text(), settings)) {
      case Submission.Draft.Refused refused -> {
        Terminal.complain(spec, Answers.refused(file.toString(), refused.reasons()));
        yield ExitCodes.REFUSED;
      }
      case Submission.Draft.Ready ready -> publish(ready.json());
    };
  }

  private int publish(String json) {
    KafkaSettings settings = kafka.kafka();
    Fact fact = Submission.send(settings, json, Duration.ofSeconds(timeout));
    if (fact instanceof Fact.Rejected rejected) {
      Terminal.complain(spec, Answers.refused("the experiment", rejected.reasons()));
      return ExitCodes.REFUSED;
    }
    Terminal.print(spec, Answers.lines(fact));
    return wait && fact instanceof Fact.Accepted accepted
        ? Waiting.forTrials(settings, accepted, Terminal::progress)
            ? ExitCodes.DONE
            : ExitCodes.FAILED
        : ExitCodes.DONE;
  }

  private String text() {
    try {
      return file.toString().equals("-")
          ? new String(System.in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          : Files.readString(file);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be read (%s); give a YAML or JSON file, such as experiments/digits-demo.yaml"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
  }
}
