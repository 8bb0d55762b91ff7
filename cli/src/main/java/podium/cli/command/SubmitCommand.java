package podium.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.ExperimentFile;
import podium.cli.app.Submission;
import podium.cli.app.Waiting;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.cli.view.AnswerJson;
import podium.cli.view.Fact;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.codec.RequestFile;

/** {@code podium submit}: publishes an experiment and tells what became of it. */
@Command(
    name = "submit",
    description =
        "Publishes the experiments of a file (YAML or JSON), all or none, and tells what became of"
            + " them.",
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "the experiments; - reads standard input")
  private Path file = Path.of("-");

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "changes a field of the file, such as recipe.epochs=1; repeatable")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--wait",
      description = "follow the trials to their end; exit code 0 only if none failed")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for the scheduler's answer (default: ${DEFAULT-VALUE})")
  private int timeout = 30;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    if (wait && json.isSet()) {
      throw new UserErrorException(
          "--wait shows how trials go, which --json has no place for; give one of them, and then"
              + " ./podium wait ID");
    }
    ExperimentFile read;
    try {
      read = ExperimentFile.read(bytes(), settings);
    } catch (MalformedMessageException e) {
      return refuse(file.toString(), List.of(e.getMessage()));
    }
    List<String> own = read.faults(Optional.empty());
    try (Submission submission = Submission.open(kafka.kafka())) {
      List<String> faults = read.faults(Optional.of(submission.catalog()));
      return faults.isEmpty() ? publish(submission, read) : refuse(file.toString(), faults);
    } catch (UserErrorException e) {
      if (own.isEmpty()) {
        throw e;
      }
      refuse(file.toString(), own);
      Terminal.complain(
          spec,
          List.of(
              "whether workers have its data set, models and weights could not be looked up: "
                  + e.getMessage()));
      return ExitCodes.REFUSED;
    }
  }

  private int refuse(String what, List<String> reasons) {
    Terminal.complain(spec, Answers.refused(what, reasons));
    return ExitCodes.REFUSED;
  }

  private int publish(Submission submission, ExperimentFile read) {
    Duration patience = Duration.ofSeconds(timeout);
    List<Submission.Sent> sent = submission.send(read.requests(), patience);
    List<Fact.Accepted> accepted = new ArrayList<>();
    int code = ExitCodes.DONE;
    for (int i = 0; i < sent.size(); i++) {
      Submission.Sent one = sent.get(i);
      Optional<Fact> fact = one.fact();
      if (fact.isEmpty()) {
        Terminal.complain(spec, List.of("podium: " + one.unanswered(patience)));
        code = Math.max(code, ExitCodes.FAILED);
      } else if (json.isSet()) {
        Terminal.print(spec, AnswerJson.of(fact.get()).toPrettyString().lines().toList());
        code = fact.get() instanceof Fact.Rejected ? ExitCodes.REFUSED : code;
      } else if (fact.get() instanceof Fact.Rejected rejected) {
        code = refuse(read.name(i), rejected.reasons());
      } else {
        Terminal.print(spec, Answers.lines(fact.get()));
        Optional.of(fact.get())
            .filter(Fact.Accepted.class::isInstance)
            .map(Fact.Accepted.class::cast)
            .ifPresent(accepted::add);
      }
    }
    boolean succeeded =
        !wait
            || accepted.isEmpty()
            || Waiting.forTrials(kafka.kafka(), accepted, Terminal::progress);
    return succeeded ? code : Math.max(code, ExitCodes.FAILED);
  }

  private byte[] bytes() {
    try (InputStream in = file.toString().equals("-") ? System.in : Files.newInputStream(file)) {
      return in.readNBytes(RequestFile.MAX_BYTES + 1);
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be read (%s); give a YAML or JSON file, such as experiments/digits-demo.yaml"
              .formatted(file, DiskReason.of(e)),
          e);
    }
  }
}
