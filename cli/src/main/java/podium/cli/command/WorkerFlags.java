package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of whatever process offers slots; filled by picocli. */
public final class WorkerFlags {
  @Option(
      names = "--devices",
      paramLabel = "DEVICES",
      split = ",",
      description =
          "slots to offer: cpu, all, or devices such as cuda:0,cuda:1 (default: every GPU, else"
              + " cpu)")
  private List<String> devices = List.of();

  @Option(
      names = "--data",
      paramLabel = "NAME=PATH",
      description =
          "registers a data set: a folder or zip of CLASS/*.jpg, or CIFAR-10's archive; repeatable")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "where checkpoints lie; one shared folder when there are several machines")
  private Optional<Path> checkpoints = Optional.empty();

  /** The devices asked for; none means all there are. */
  public List<String> devices() {
    return List.copyOf(devices);
  }

  /** Data sets by name. */
  public Map<String, Path> data() {
    return Map.copyOf(data);
  }

  /** Where checkpoints lie, if said. */
  public Optional<Path> checkpoints() {
    return checkpoints;
  }
}
