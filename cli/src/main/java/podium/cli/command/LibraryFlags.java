package podium.cli.command;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;
import podium.cli.node.NodeSettings;

/** Flags that register what trials are trained on and begin with; filled by picocli. */
public final class LibraryFlags {
  @Option(
      names = "--data",
      paramLabel = "NAME=PATH",
      description =
          "registers a data set: a folder, zip or tar of CLASS/*.jpg, of CIFAR or of idx files;"
              + " repeatable; podium data PATH shows what would be read")
  private Map<String, Path> data = Map.of();

  @Option(
      names = "--weights",
      paramLabel = "NAME/MODEL=FILE",
      description =
          "registers weights to begin with, such as imagenet/resnet18=resnet18.safetensors;"
              + " repeatable")
  private Map<String, Path> weights = Map.of();

  /** These flags laid over settings. */
  public NodeSettings over(NodeSettings settings) {
    return settings.withData(data).withWeights(weights);
  }

  /** Data sets by name. */
  public Map<String, Path> data() {
    return Map.copyOf(data);
  }
}
