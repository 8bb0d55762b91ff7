package podium.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import podium.cli.error.UserErrorException;
import podium.protocol.request.Action;

/** {@code podium change}: changes the priority or tags of what is there. */
@Command(
    name = "change",
    description = "Gives trials another priority, or an experiment other tags or another limit.",
    mixinStandardHelpOptions = true)
final class ChangeCommand extends TrialsCommand {
  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "whoever has a higher one is placed first; from -1000 to 1000")
  private Optional<Integer> priority = Optional.empty();

  @Option(
      names = "--tags",
      paramLabel = "TAG,TAG",
      description = "in the place of those that it has; an empty text takes them away")
  private Optional<String> tags = Optional.empty();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description = "slots that the experiment's trials may have together; 0 = any")
  private Optional<Integer> slots = Optional.empty();

  @Override
  Action action() {
    if (priority.isEmpty() && tags.isEmpty() && slots.isEmpty()) {
      throw new UserErrorException(
          "there is nothing to change; give --priority, --tags or --slots");
    }
    return new Action.Change(target(), priority, tags.map(ChangeCommand::words), slots);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
  }
}
