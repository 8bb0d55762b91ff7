package podium.cli.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import podium.cli.error.UserErrorException;

/** Flags of whatever process offers slots; filled by picocli. */
public final class WorkerFlags {
  private static final String BINARY_FOLDER = "cifar-10-batches-bin";

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

  /** The settings these flags stand for. */
  public Map<String, Object> settings() {
    Flags flags = Flags.of().put("podium.checkpoints.dir", checkpoints.map(Path::toString));
    if (!devices.isEmpty()) {
      flags.put("podium.worker.devices", devices.stream().map(WorkerFlags::device).toList());
    }
    data.forEach(
        (name, path) -> {
          if (!name.matches("[a-z0-9_-]+") || !Files.exists(path)) {
            throw new UserErrorException(
                "--data %s=%s: %s"
                    .formatted(
                        name,
                        path,
                        Files.exists(path)
                            ? "a name is of a-z, 0-9, '_' and '-'"
                            : "nothing is there; name a folder, a zip or an archive"));
          }
          flags.put("podium.datasets." + name + ".type", type(path));
          flags.put("podium.datasets." + name + ".path", path.toAbsolutePath().toString());
        });
    return flags.asMap();
  }

  private static String device(String given) {
    return switch (given) {
      case "all" -> "auto";
      case "cpu" -> "cpu:0";
      default -> given;
    };
  }

  private static String type(Path path) {
    boolean binary =
        path.toString().endsWith(".tar.gz")
            || path.endsWith(BINARY_FOLDER)
            || Files.exists(path.resolve(BINARY_FOLDER))
            || Files.exists(path.resolve("data_batch_1.bin"));
    return binary ? "cifar10" : "image-folder";
  }
}
