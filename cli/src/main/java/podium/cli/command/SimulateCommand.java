package podium.cli.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import podium.cli.app.TraceFile;
import podium.cli.error.DiskReason;
import podium.cli.error.UserErrorException;
import podium.cli.view.StudyView;
import podium.engine.simulation.Simulation;
import podium.engine.study.Outcome;
import podium.engine.study.Study;

/**
 * {@code podium simulate}: the engine in worlds in which everything goes wrong, or its rules of
 * placement over a job trace.
 */
@Command(
    name = "simulate",
    description = {
      "Runs Podium's engine in simulated worlds: schedulers, workers, disks, a net and a log that"
          + " fail in every way, in virtual time. A seed always gives the same world.",
      "Exit code 0 only if every world keeps what Podium promises; else the first that does not is"
          + " told, as short as it can be made, and its log is left in a file.",
      "With --trace it schedules a published job trace by a rule of placement instead, and prints"
          + " completion and waiting times, makespan and utilisation.",
      "With FILE or --log a recorded log is decided again instead, and exit code 0 says that every"
          + " decision of it was decided so again; with --slots, --placement or --json its trials"
          + " are then scheduled again, beside what happened."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
  private static final int BLOCK = 64;
  private static final List<String> OF_WORLDS =
      List.of("--seeds", "--seed-start", "--only", "--history");
  private static final List<String> OF_TRACES =
      List.of("--nodes", "--slots-per-node", "--overhead", "--placement", "--json");
  private static final List<String> OF_LOGS_TOO = List.of("--placement", "--json");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "300",
      description = "how many worlds (default: ${DEFAULT-VALUE})")
  private long seeds;

  @Option(
      names = "--seed-start",
      paramLabel = "S",
      defaultValue = "1",
      description = "the first one's seed (default: ${DEFAULT-VALUE})")
  private long start;

  @Option(
      names = "--only",
      paramLabel = "N,N,...",
      split = ",",
      description = "of one world, only these of the things that befall it")
  private Set<Integer> only = new TreeSet<>();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "where the log of a world is left that went wrong (default: seed-S.jsonl)")
  private Optional<Path> history = Optional.empty();

  @Mixin private RecordedLog recorded = new RecordedLog();
  @Mixin private TraceFlags traces = new TraceFlags();
  @Mixin private JsonFlag json = new JsonFlag();

  @Override
  public Integer call() {
    Optional<Path> trace = traces.trace();
    if (recorded.isGiven()) {
      refuse(OF_WORLDS, "is of simulated worlds, not of a recorded log");
      refuse(
          OF_TRACES.stream().filter(flag -> !OF_LOGS_TOO.contains(flag)).toList(),
          "goes with --trace FILE");
      refuse(List.of("--trace"), "is of job traces, not of a recorded log; give one of both");
      return recorded.isOnOtherSlots() || OF_LOGS_TOO.stream().anyMatch(this::isGiven)
          ? recorded.scheduleAgain(spec, traces.placement(), json)
          : recorded.decideAgain(spec);
    }
    refuse(List.of("--slots"), "goes with a recorded log, FILE or --log");
    refuse(
        trace.isPresent() ? OF_WORLDS : OF_TRACES,
        trace.isPresent() ? "is of simulated worlds, not of --trace" : "goes with --trace FILE");
    return trace.isPresent() ? study(trace.orElseThrow()) : worlds();
  }

  private boolean isGiven(String flag) {
    return spec.commandLine().getParseResult().hasMatchedOption(flag);
  }

  private void refuse(List<String> flags, String why) {
    flags.stream()
        .filter(this::isGiven)
        .findFirst()
        .ifPresent(
            flag -> {
              throw new ParameterException(spec.commandLine(), flag + " " + why);
            });
  }

  private int study(Path trace) {
    Study study = traces.study(spec);
    Outcome outcome = study.of(TraceFile.read(trace, study.cluster()));
    Terminal.print(spec, json.lines(() -> StudyView.json(outcome), () -> StudyView.lines(outcome)));
    return ExitCodes.DONE;
  }

  private int worlds() {
    if (seeds < 1) {
      throw new ParameterException(spec.commandLine(), "--seeds must be 1 or more");
    }
    if (only.isEmpty()) {
      return search();
    }
    if (seeds > 1 && spec.commandLine().getParseResult().hasMatchedOption("--seeds")) {
      throw new ParameterException(
          spec.commandLine(), "--only is of one world; say --seeds 1 --seed-start S");
    }
    Simulation.Finding finding = Simulation.run(start, only);
    if (finding.outcome().violations().isEmpty()) {
      Terminal.print(spec, finding.told());
      Terminal.print(spec, List.of("1 seeds, 0 violations"));
      return ExitCodes.DONE;
    }
    return tell(finding);
  }

  private int search() {
    long begun = System.nanoTime();
    double virtual = 0;
    for (long from = start; from < start + seeds; from += BLOCK) {
      for (Simulation.Outcome outcome : block(from, Math.min(BLOCK, start + seeds - from))) {
        virtual += outcome.seconds();
        if (!outcome.violations().isEmpty()) {
          Terminal.print(
              spec,
              List.of(
                  "seed %d breaks a promise; what befell it is cut down to what is needed"
                      .formatted(outcome.seed())));
          return tell(Simulation.shrink(outcome.seed()));
        }
      }
    }
    double minutes = (System.nanoTime() - begun) / 60e9;
    Terminal.print(
        spec,
        List.of(
            "%,.0f s of virtual time in %.1f s: %,.0f a minute"
                .formatted(virtual, minutes * 60, virtual / minutes),
            "%d seeds, 0 violations".formatted(seeds)));
    return ExitCodes.DONE;
  }

  private static List<Simulation.Outcome> block(long from, long count) {
    return LongStream.range(from, from + count).parallel().mapToObj(Simulation::run).toList();
  }

  private int tell(Simulation.Finding finding) {
    Simulation.Outcome outcome = finding.outcome();
    Path file = history.orElse(Path.of("seed-%d.jsonl".formatted(outcome.seed())));
    write(outcome.log(), file);
    String steps =
        finding.steps().stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    List<String> lines = new ArrayList<>(finding.told());
    lines.addAll(outcome.violations());
    lines.add("its log is in %s; judge it with: podium audit --file %s".formatted(file, file));
    lines.add(
        "repeat it with: podium simulate --seeds 1 --seed-start %d --only %s"
            .formatted(outcome.seed(), steps));
    Terminal.print(spec, lines);
    return ExitCodes.FAILED;
  }

  private static void write(List<byte[]> log, Path file) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (byte[] record : log) {
        out.write(record);
        out.write('\n');
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "%s cannot be written (%s); choose another file with --history"
              .formatted(file, DiskReason.of(e)),
          e);
    }
  }
}
