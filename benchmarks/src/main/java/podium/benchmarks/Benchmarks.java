package podium.benchmarks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import podium.cli.node.Scratch;

/** Measures Podium on this machine and prints tables in Markdown; docs/benchmarks.md tells more. */
@Command(
    name = "benchmarks",
    mixinStandardHelpOptions = true,
    description = "Measures Podium on this machine and prints tables in Markdown.")
public final class Benchmarks implements Callable<Integer> {
  @Parameters(
      arity = "0..*",
      paramLabel = "PART",
      description = "What to measure: ${COMPLETION-CANDIDATES}; all when none is named.")
  private List<Part> parts = List.of();

  @Option(names = "--threads", description = "Threads of each measured process; ${DEFAULT-VALUE}.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--rounds", description = "How often each side has its turn; ${DEFAULT-VALUE}.")
  private int rounds = 5;

  @Option(names = "--seconds", description = "Seconds of a turn of bare steps; ${DEFAULT-VALUE}.")
  private double seconds = 4;

  @Option(
      names = "--data",
      description =
          "Folder or zip of images, train/CLASS and test/CLASS; otherwise cifar10-jpg.zip in the"
              + " folder PODIUM_TEST_DATA, otherwise digits.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--train-images",
      description = "Images of an epoch; a fifth as many are tested on; ${DEFAULT-VALUE}.")
  private int trainImages = 2_560;

  @Option(names = "--photos", description = "Photos that are read; ${DEFAULT-VALUE}.")
  private int photos = 2_500;

  @Option(
      names = "--models",
      split = ",",
      description = "Networks compared with Python's; ${DEFAULT-VALUE}.",
      defaultValue = "resnet18,mobilenet_v2,resnet18_cifar,vgg16")
  private List<String> models = List.of();

  @Option(
      names = "--batches",
      split = ",",
      description = "Sizes of their batches; ${DEFAULT-VALUE}.",
      defaultValue = "8,32,128")
  private List<Integer> batches = List.of();

  @Option(
      names = "--python",
      description =
          "A Python to compare with, such as python3: with torch and torchvision, for pages with"
              + " MLflow.")
  private Optional<String> python = Optional.empty();

  @Option(names = "--board-trials", description = "Trials of a board; ${DEFAULT-VALUE}.")
  private int boardTrials = 24_000;

  @Option(names = "--board-epochs", description = "Epochs of each of them; ${DEFAULT-VALUE}.")
  private int boardEpochs = 40;

  private Benchmarks() {}

  /** Exit code 0 when everything named was measured. */
  public static void main(String[] arguments) {
    // why: a table pasted into a document looks the same wherever it was measured
    Locale.setDefault(Locale.ROOT);
    // why: lines of the log would run through the tables
    System.setProperty("PODIUM_LOG_LEVEL", System.getProperty("PODIUM_LOG_LEVEL", "WARN"));
    System.exit(
        new CommandLine(new Benchmarks())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() {
    Report report = new Report(new java.io.PrintStream(System.out, true, StandardCharsets.UTF_8));
    Set<Part> wanted = parts.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts);
    report.line("Measured on %s.".formatted(Host.description()));
    try (Scratch scratch = Scratch.at(Optional.empty())) {
      Settings settings =
          new Settings(
              threads,
              rounds,
              seconds,
              images(),
              trainImages,
              photos,
              models,
              batches,
              python,
              boardTrials,
              boardEpochs,
              scratch.dir());
      wanted.forEach(part -> measure(part, settings, report));
    }
    return 0;
  }

  private static void measure(Part part, Settings settings, Report report) {
    switch (part) {
      case STEP -> {
        new StepComparison(settings, report).measure();
        new PythonSteps(settings, report).measure();
      }
      case PROFILE -> new StepProfile(settings, report).measure();
      case EPOCH -> new EpochCost(settings, report).measure();
      case PYTHON -> new PythonComparison(settings, report).measure();
      case PHOTOS -> new PhotoDecoding(settings, report).measure();
      case IDLE -> new SlotIdle(settings, report).measure();
      case SWEEP -> new Sweep(settings, report).measure();
      case LOST -> new LostWorker(settings, report).measure();
      case MEMORY -> new MemoryGrowth(settings, report).measure();
      case SCHEDULER -> {
        new QueueCost(report).measure();
        new SchedulerLoad(settings, report).measure();
      }
      case QUEUES -> new SharedQueues(settings, report).measure();
      case LIMITS -> new CoreLimits(report).measure();
      case SNAPSHOT -> new SnapshotCost(report).measure();
      case BOARD -> new BoardCost(settings, report).measure();
      case PAGES -> new PageCost(settings, report).measure();
    }
  }

  private Optional<Path> images() {
    return data.or(
        () ->
            Optional.ofNullable(System.getenv("PODIUM_TEST_DATA"))
                .map(folder -> Path.of(folder, "cifar10-jpg.zip"))
                .filter(java.nio.file.Files::exists));
  }
}
