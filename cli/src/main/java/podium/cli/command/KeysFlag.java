package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import podium.cli.node.NodeSettings;
import podium.protocol.actor.Door;

/** The flag that names the keys of scheduler and workers; filled by picocli. */
public final class KeysFlag {
  @Option(
      names = "--cluster-keys",
      paramLabel = "DIR",
      description =
          "keys that podium keys made; needed where other machines reach this process, and the"
              + " same CA's on all of them")
  private Optional<Path> keys = Optional.empty();

  /** This flag laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    return settings.with(
        "podium.cluster.keys", keys.map(dir -> dir.toAbsolutePath().normalize().toString()));
  }

  /** Says so where others than their owner may read the keys. */
  static void complainOfRights(CommandSpec spec, Door door) {
    door.keys()
        .filter(keys -> !keys.openToOthers().isEmpty())
        .ifPresent(
            keys ->
                Terminal.complain(
                    spec,
                    List.of(
                        "podium: others can read or write %s, and whoever has it is taken for one of ours; close it with chmod -R go= %s"
                            .formatted(keys.openToOthers().getFirst(), keys.folder()))));
  }
}
