package podium.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import podium.cli.error.UserErrorException;
import podium.cli.metrics.PartMetrics;

/** Where a part tells Prometheus what it measures; filled by picocli. */
public final class MetricsFlag {
  @Option(
      names = "--metrics-port",
      paramLabel = "PORT",
      description =
          "port of 127.0.0.1 where /metrics answers Prometheus; 0 for any free one"
              + " (default: none)")
  private Optional<Integer> port = Optional.empty();

  /**
   * What is wrong with it is told before a part begins.
   *
   * @throws UserErrorException when it is no port, or taken
   */
  void check() {
    port.ifPresent(PartMetrics::requireFree);
  }

  /** Answers there until the process ends, and says where; nothing where no port is given. */
  void begin(CommandSpec spec, IntFunction<PartMetrics> part) {
    port.map(part::apply)
        .map(UntilStopped::closing)
        .ifPresent(
            metrics ->
                Terminal.print(
                    spec,
                    List.of("metrics at http://127.0.0.1:%d/metrics".formatted(metrics.port()))));
  }
}
