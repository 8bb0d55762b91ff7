package podium.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Flags of {@code podium demo}; filled by picocli. */
public final class DemoOptions {
  @Option(names = "--keep", description = "leave everything up afterwards, until Ctrl-C")
  private boolean keep;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "digits (default) or cifar10 or one registered with --data")
  private Optional<String> dataset = Optional.empty();

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "epochs of each trial (default: as experiments/digits-demo.yaml says)")
  private Optional<Integer> epochs = Optional.empty();

  @Option(
      names = "--models",
      paramLabel = "NAMES",
      split = ",",
      description = "networks to compare, by comma")
  private List<String> models = List.of();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "where everything is kept (default: a folder that is deleted afterwards)")
  private Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "the embedded Kafka's port on 127.0.0.1 (default: any free one)")
  private int kafkaPort;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "the dashboard's port (default: ${DEFAULT-VALUE})")
  private int port = 8080;

  @Mixin private WorkerFlags worker = new WorkerFlags();

  /** Whether to stay up afterwards. */
  public boolean keep() {
    return keep;
  }

  /** Where everything is kept, if said. */
  public Optional<Path> dataDir() {
    return dataDir;
  }

  /** The embedded Kafka's port; 0 for any free one. */
  public int kafkaPort() {
    return kafkaPort;
  }

  /** The dashboard's port. */
  public int port() {
    return port;
  }

  /** The slots offered. */
  public WorkerFlags worker() {
    return worker;
  }

  /** What the flags change in the demo's experiment, as {@code path=value}. */
  public List<String> changes() {
    List<String> changes = new ArrayList<>();
    dataset.ifPresent(name -> changes.add("dataset=" + name));
    epochs.ifPresent(count -> changes.add("recipe.epochs=" + count));
    if (!models.isEmpty()) {
      changes.add("matrix.model=[" + String.join(", ", models) + "]");
    }
    return List.copyOf(changes);
  }
}
