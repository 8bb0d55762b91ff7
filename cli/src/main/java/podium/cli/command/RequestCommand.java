package podium.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Submission;
import podium.cli.view.AnswerJson;
import podium.cli.view.Fact;
import podium.protocol.event.Source;
import podium.protocol.topic.Topics;

/** {@code podium request}: what became of a request. */
@Command(
    name = "request",
    description = "Tells what became of a request, by its offset or its key.",
    mixinStandardHelpOptions = true)
final class RequestCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Which which = new Which();

  @Option(
      names = "--partition",
      paramLabel = "N",
      defaultValue = "0",
      description = "of the topic podium.requests (default: ${DEFAULT-VALUE})")
  private int partition;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  private static final class Which {
    @Parameters(paramLabel = "OFFSET", description = "where it stands in its partition")
    private Optional<Long> offset = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "the last request under that key")
    private Optional<String> key = Optional.empty();
  }

  @Override
  public Integer call() {
    Optional<Fact> fact =
        Submission.fate(
            kafka.kafka(),
            view ->
                which.offset.isPresent()
                    ? view.fact(new Source(Topics.REQUESTS, partition, which.offset.get()))
                    : which.key.flatMap(view::fact));
    if (fact.isEmpty()) {
      Terminal.complain(
          spec,
          List.of("podium: the log has no fact of it; ask again once a scheduler has read it"));
      return ExitCodes.FAILED;
    }
    Terminal.print(
        spec, json.lines(() -> AnswerJson.of(fact.get()), () -> Answers.lines(fact.get())));
    return fact.get() instanceof Fact.Rejected ? ExitCodes.REFUSED : ExitCodes.DONE;
  }
}
