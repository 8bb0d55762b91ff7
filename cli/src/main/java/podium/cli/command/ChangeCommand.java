package podium.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import podium.cli.app.Submission;
import podium.cli.error.UserErrorException;
import podium.protocol.request.Action;

/** {@code podium change}: changes the priority, tags or limits of what is there. */
@Command(
    name = "change",
    description =
        "Gives trials another priority, an experiment other tags or limits, also while it trains,"
            + " or an owner of experiments another share.",
    mixinStandardHelpOptions = true)
final class ChangeCommand extends ActCommand {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Whom whom = new Whom();

  private static final class Whom {
    @Parameters(
        paramLabel = "ID",
        description = "an experiment such as mine-1, its name, or a trial mine-1.2")
    private Optional<String> id = Optional.empty();

    @Option(
        names = "--owner",
        paramLabel = "NAME",
        description = "an owner of experiments, whose --weight and --slots are changed")
    private Optional<String> owner = Optional.empty();
  }

  @Option(
      names = "--weight",
      paramLabel = "W",
      description = "of the owner's share beside those of others; from 0.001 to 1000")
  private Optional<Double> weight = Optional.empty();

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
      description =
          "slots that the experiment's, or the owner's, trials may have together; 0 = any")
  private Optional<Integer> slots = Optional.empty();

  @Option(
      names = "--wall-seconds",
      paramLabel = "S",
      description =
          "time that an attempt of the experiment may take, those that train now, too; 0 = any")
  private Optional<Long> wallSeconds = Optional.empty();

  @Option(
      names = "--epoch-seconds",
      paramLabel = "S",
      description = "time that an epoch may take; 0 = any")
  private Optional<Long> epochSeconds = Optional.empty();

  @Override
  Action action() {
    return whom.owner.map(this::changeOwner).orElseGet(this::change);
  }

  private Action changeOwner(String owner) {
    boolean ofExperiments =
        priority.isPresent()
            || tags.isPresent()
            || wallSeconds.isPresent()
            || epochSeconds.isPresent();
    if (ofExperiments || (weight.isEmpty() && slots.isEmpty())) {
      throw new UserErrorException("of an owner --weight and --slots can be changed; give one");
    }
    return new Action.ChangeOwner(owner, slots, weight);
  }

  private Action change() {
    if (weight.isPresent()) {
      throw new UserErrorException("--weight belongs to owners; give --owner NAME with it");
    }
    Action.Change change =
        new Action.Change(
            Submission.target(whom.id.orElseThrow(ChangeCommand::nobody)),
            priority,
            tags.map(ChangeCommand::words),
            slots,
            wallSeconds,
            epochSeconds);
    if (priority.isEmpty() && tags.isEmpty() && !change.hasLimits()) {
      throw new UserErrorException(
          "there is nothing to change; give --priority, --tags, --slots, --wall-seconds or"
              + " --epoch-seconds");
    }
    return change;
  }

  private static UserErrorException nobody() {
    return new UserErrorException(
        "change needs an experiment such as mine-1, its name, a trial such as mine-1.2, or"
            + " --owner NAME");
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
  }
}
