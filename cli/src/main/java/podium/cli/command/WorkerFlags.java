package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import podium.cli.error.UserErrorException;
import podium.cli.node.NodeSettings;

/** Flags of whatever process offers slots; filled by picocli. */
public final class WorkerFlags {
  @Option(
      names = "--devices",
      paramLabel = "DEVICES",
      split = ",",
      description =
          "slots to offer: cpu, all, none, or devices such as cuda:0,cuda:1, with *3 behind one for"
              + " three slots on it (default: every GPU, else cpu)")
  private List<String> devices = List.of();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "processor threads of all its trainers together (default: its share of the machine's,"
              + " which the workers there divide)")
  private Optional<Integer> threads = Optional.empty();

  @Mixin private LibraryFlags library = new LibraryFlags();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "where checkpoints lie; one shared folder when there are several machines")
  private Optional<Path> checkpoints = Optional.empty();

  /** Whether any slot is offered at all. */
  public boolean any() {
    return !devices.equals(List.of("none"));
  }

  /**
   * For commands that are of no use without a slot.
   *
   * @throws UserErrorException when none is to be offered
   */
  void requireAny() {
    if (!any()) {
      throw new UserErrorException(
          "--devices none leaves nothing to train on here; write all, cpu, or devices by comma such"
              + " as cuda:0,cuda:1");
    }
  }

  /** These flags laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    NodeSettings laid =
        library
            .over(any() ? settings.withDevices(devices) : settings)
            .with("podium.worker.threads", threads);
    return checkpoints
        .map(dir -> dir.toAbsolutePath().toString())
        .map(
            dir ->
                laid.with(
                    Map.of(
                        "podium.worker.checkpoints-dir", dir,
                        "podium.dashboard.checkpoints-dir", dir)))
        .orElse(laid);
  }

  /** The devices asked for; none means all there are. */
  public List<String> devices() {
    return List.copyOf(devices);
  }

  /** Data sets by name. */
  public Map<String, Path> data() {
    return library.data();
  }

  /** Where checkpoints lie, if said. */
  public Optional<Path> checkpoints() {
    return checkpoints;
  }
}
