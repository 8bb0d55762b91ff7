package podium.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.cli.node.NodeSettings;

/** Flags of whatever process offers slots; filled by picocli. */
public final class WorkerFlags {
  @Option(
      names = "--devices",
      paramLabel = "DEVICES",
      split = ",",
      description =
          "slots to offer: cpu, all, none, or devices such as cuda:0,cuda:1 (default: every"
              + " GPU, else cpu)")
  private List<String> devices = List.of();

  @Option(
      names = "--data",
      paramLabel = "NAME=PATH",
      description =
          "registers a data set: a folder or zip of CLASS/*.jpg, or CIFAR-10's archive; repeatable")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--weights",
      paramLabel = "NAME/MODEL=FILE",
      description =
          "registers weights to begin with, such as imagenet/resnet18=resnet18.safetensors;"
              + " repeatable")
  private Map<String, Path> weights = Map.of();

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      description = "where checkpoints lie; one shared folder when there are several machines")
  private Optional<Path> checkpoints = Optional.empty();

  /** Whether any slot is offered at all. */
  public boolean any() {
    return !devices.equals(List.of("none"));
  }

  /** These flags laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    NodeSettings laid =
        (any() ? settings.withDevices(devices) : settings).withData(data).withWeights(weights);
    return checkpoints
        .map(dir -> laid.with("podium.worker.checkpoints-dir", dir.toAbsolutePath().toString()))
        .orElse(laid);
  }

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
