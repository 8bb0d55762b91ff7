package podium.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.node.ModelParts;
import podium.cli.view.ModelLine;
import podium.cli.view.ModelTable;

/** {@code podium models}: what can be trained here, and what it costs. */
@Command(
    name = "models",
    description = {
      "Lists the models with smallest and default image, parameters, multiply-adds and options.",
      "Multiply-adds are those of the forward pass of one image of the default size."
    },
    mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
  private static final int MOST_CLASSES = 1_000_000;
  private static final int LARGEST_IMAGE = 1_024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "MODEL",
      description = "only these, such as 'mobilenet_v2(widthMultiplier=1.4)'")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--classes",
      paramLabel = "N",
      defaultValue = "10",
      description = "classes to tell apart (default: ${DEFAULT-VALUE})")
  private int classes = 10;

  @Option(
      names = "--image-size",
      paramLabel = "PIXELS",
      defaultValue = "0",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "tell the multiply-adds of images of this size too")
  private int imageSize;

  @Option(names = "--json", description = "print a JSON array")
  private boolean json;

  @Override
  public Integer call() {
    require(classes >= 1 && classes <= MOST_CLASSES, "--classes", classes, MOST_CLASSES);
    require(imageSize >= 0 && imageSize <= LARGEST_IMAGE, "--image-size", imageSize, LARGEST_IMAGE);
    Optional<Integer> asked = Optional.of(imageSize).filter(size -> size > 0);
    List<ModelLine> lines = ModelParts.lines(models, classes, asked);
    Terminal.print(
        spec,
        json ? ModelTable.json(lines).toPrettyString().lines().toList() : ModelTable.lines(lines));
    return ExitCodes.DONE;
  }

  private void require(boolean holds, String flag, int value, int most) {
    if (!holds) {
      throw new ParameterException(
          spec.commandLine(), "%s is %d; allowed: 1 to %d".formatted(flag, value, most));
    }
  }
}
