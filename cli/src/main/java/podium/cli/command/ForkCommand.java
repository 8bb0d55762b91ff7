package podium.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import podium.protocol.codec.RequestCodec;
import podium.protocol.request.Action;

/** {@code podium fork}: goes on otherwise from what trials keep. */
@Command(
    name = "fork",
    description =
        "Goes on from checkpoints that ended trials keep, with other values of the recipe: as a"
            + " further experiment, whose trials begin with them.",
    mixinStandardHelpOptions = true)
final class ForkCommand extends TrialsCommand {
  @Option(
      names = "--epoch",
      paramLabel = "N",
      description = "of the checkpoint to begin with; without it the last one")
  private Optional<Integer> epoch = Optional.empty();

  @Option(
      names = "--set",
      paramLabel = "FIELD=VALUE",
      description = "another value of a field of the recipe, such as learningRate=0.01")
  private Map<String, String> set = new LinkedHashMap<>();

  @Override
  Action action() {
    Map<String, Object> recipe = new LinkedHashMap<>();
    set.forEach((name, text) -> recipe.put(name, RequestCodec.value(text)));
    return new Action.Fork(target(), epoch, recipe);
  }
}
