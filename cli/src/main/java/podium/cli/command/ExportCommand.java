package podium.cli.command;

import java.nio.file.Path;
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
import podium.cli.app.TrialReader;
import podium.cli.error.UserErrorException;
import podium.cli.node.Checkpoints;
import podium.cli.node.Export;
import podium.cli.node.NodeSettings;
import podium.cli.view.AnswerJson;
import podium.cli.view.TrialStory;
import podium.protocol.report.EpochResult;

/** {@code podium export}: takes a trained model away. */
@Command(
    name = "export",
    description = "Writes a trial's trained model, its best epoch, as a file that Python loads.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "TRIAL", description = "such as mine-1.2")
  private String trial = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "the safetensors file to write")
  private Path file = Path.of("");

  /** Another epoch than the best. */
  private static final class Which {
    @Option(names = "--last", description = "the last epoch instead of the best")
    private boolean last;

    @Option(names = "--epoch", paramLabel = "N", description = "this epoch instead of the best")
    private Optional<Integer> epoch = Optional.empty();
  }

  @ArgGroup(exclusive = true)
  private Which which = new Which();

  @Option(names = "--force", description = "replace the file if it is there")
  private boolean force;

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private HomeFlags home = new HomeFlags();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    NodeSettings settings = home.over(new NodeSettings(kafka.settings().root()));
    TrialStory story = TrialReader.read(kafka.kafka(), trial);
    EpochResult epoch = wanted(story);
    Export.write(story, epoch, Checkpoints.of(settings, story), file, force);
    Terminal.print(
        spec,
        json.lines(
            () -> AnswerJson.exported(file, story.row(), epoch),
            () -> List.of(told(story, epoch))));
    return ExitCodes.DONE;
  }

  private String told(TrialStory story, EpochResult epoch) {
    return "%s: %s of %s, epoch %d%s"
        .formatted(
            file,
            story.row().spec().model(),
            trial,
            epoch.epoch(),
            epoch
                .test()
                .map(test -> ", test accuracy %.2f %%".formatted(100 * test.accuracy()))
                .orElse(""));
  }

  private EpochResult wanted(TrialStory story) {
    if (which.epoch.isPresent()) {
      int number = which.epoch.get();
      return story
          .epoch(number)
          .orElseThrow(
              () ->
                  new UserErrorException(
                      "%s has no epoch %d; it has %d"
                          .formatted(trial, number, story.row().epoch())));
    }
    return (which.last ? story.last() : story.best().or(story::last))
        .orElseThrow(() -> new UserErrorException(trial + " has not completed an epoch yet"));
  }
}
