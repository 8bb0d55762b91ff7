package podium.cli.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.app.Follower;
import podium.cli.error.UserErrorException;
import podium.cli.node.DataParts;
import podium.cli.node.NodeSettings;
import podium.cli.view.AnswerJson;
import podium.cli.view.DataView;
import podium.cli.view.DoingView;
import podium.cli.view.StatusTables;

/** {@code podium data}: which data sets there are, and what would be read of one. */
@Command(
    name = "data",
    description = {
      "Lists the data sets of the workers.",
      "With NAME or PATH: reads that data set on this machine, as a worker would, and shows parts,"
          + " classes, sizes, what is left out and why, channel means and deviations. It needs no"
          + " running system."
    },
    mixinStandardHelpOptions = true)
final class DataCommand implements Callable<Integer> {
  private static final int LARGEST_IMAGE = 1_024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME|PATH",
      arity = "0..1",
      description = "a data set of the settings, or any folder or archive")
  private Optional<String> what = Optional.empty();

  @Option(
      names = "--size",
      paramLabel = "PIXELS",
      defaultValue = "0",
      showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
      description = "read pictures at this height and width (default: their own)")
  private int size;

  @Option(
      names = "--sheet",
      paramLabel = "FILE",
      description = "write a contact sheet, some images of each class, as PNG")
  private Optional<Path> sheet = Optional.empty();

  @Mixin private JsonFlag json = new JsonFlag();
  @Mixin private LibraryFlags library = new LibraryFlags();
  @Mixin private HomeFlags home = new HomeFlags();
  @Mixin private KafkaFlags kafka = new KafkaFlags();

  @Override
  public Integer call() {
    if (size < 0 || size > LARGEST_IMAGE) {
      throw new ParameterException(
          spec.commandLine(),
          "--size is %d; allowed: 1 to %d pixels".formatted(size, LARGEST_IMAGE));
    }
    NodeSettings settings = home.over(new NodeSettings(kafka.settings().root()));
    DataParts here = new DataParts(library.over(settings));
    Terminal.print(spec, what.map(name -> shown(here, name)).orElseGet(() -> listed(here)));
    return ExitCodes.DONE;
  }

  private List<String> shown(DataParts here, String name) {
    DataView view;
    try (DoingView doing = Terminal.doing(spec)) {
      view = here.read(name, size, sheet, doing::show);
    }
    return json.lines(
        view::json,
        () ->
            Stream.concat(
                    view.lines().stream(),
                    sheet.stream()
                        .map(file -> "contact sheet, a row a class in this order: " + file))
                .toList());
  }

  private List<String> listed(DataParts here) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    List<String> lines = new ArrayList<>();
    try (Follower follower = Follower.open(kafka.kafka())) {
      follower.catchUp();
      lines.addAll(StatusTables.datasets(follower.view()));
      answer.set("ofWorkers", AnswerJson.datasets(follower.view()));
    } catch (UserErrorException e) {
      lines.add("The workers' data sets cannot be told: " + e.getMessage());
      answer.put("ofWorkersUnknown", e.getMessage());
    }
    lines.add("");
    lines.add(
        "On this machine, with these settings: %s. podium data NAME shows what would be read."
            .formatted(String.join(", ", here.names())));
    here.names().forEach(answer.putArray("here")::add);
    return json.lines(() -> answer, () -> lines);
  }
}
