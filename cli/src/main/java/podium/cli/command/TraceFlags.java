package podium.cli.command;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import podium.engine.placement.Rules;
import podium.engine.study.Cluster;
import podium.engine.study.Overhead;
import podium.engine.study.Study;

/** The flags of a study of a job trace. */
final class TraceFlags {
  private static final String NEEDED = "--trace";

  @Option(
      names = NEEDED,
      paramLabel = "FILE",
      description = "a job trace to schedule instead of worlds: a CSV file")
  private Optional<Path> trace = Optional.empty();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "8",
      description = "nodes of the trace's cluster (default: ${DEFAULT-VALUE})")
  private int nodes;

  @Option(
      names = "--slots-per-node",
      paramLabel = "N",
      defaultValue = "8",
      description = "slots of each (default: ${DEFAULT-VALUE})")
  private int slotsPerNode;

  @Option(
      names = "--placement",
      paramLabel = "RULE",
      description = "the rule of placement: order, fair, shortest, srtf, srsf or las")
  private String placement = "";

  @Option(
      names = "--overhead",
      paramLabel = "WHEN",
      defaultValue = "start",
      description =
          "when a start-up is taken off: start, or everyEvent as Muri's simulator does (default:"
              + " ${DEFAULT-VALUE})")
  private String overhead = "";

  /** The name of a rule; empty where none was given. */
  String placement() {
    return placement;
  }

  /** The trace, if this is about one. */
  Optional<Path> trace() {
    return trace;
  }

  /**
   * What the flags ask for.
   *
   * @throws ParameterException if that cannot be
   */
  Study study(CommandSpec spec) {
    if (Rules.named(placement).isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--placement %s; allowed: %s"
              .formatted(
                  placement.isEmpty() ? "is missing" : "is " + placement,
                  String.join(", ", Rules.names())));
    }
    try {
      return new Study(new Cluster(nodes, slotsPerNode), placement, overhead(spec));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--nodes, --slots-per-node: " + e.getMessage(), e);
    }
  }

  private Overhead overhead(CommandSpec spec) {
    return switch (overhead) {
      case "start" -> Overhead.START;
      case "everyEvent" -> Overhead.EVERY_EVENT;
      default ->
          throw new ParameterException(
              spec.commandLine(),
              "--overhead is %s; allowed: start, everyEvent".formatted(overhead));
    };
  }
}
