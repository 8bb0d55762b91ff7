package podium.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import podium.dashboard.domain.Batch;
import podium.dashboard.domain.Board;
import podium.dashboard.domain.ListQuery;
import podium.dashboard.domain.Position;
import podium.dashboard.domain.Projection;
import podium.dashboard.domain.TrialGroup;
import podium.dashboard.domain.TrialRow;
import podium.dashboard.h2.H2Board;

/** What the board's rows of a long log cost: to build, to keep, to list, and as of any offset. */
final class BoardCost {
  private static final List<String> COLUMNS =
      List.of(
          ("trial experiment name number model dataset seed epochs accepted acceptedAt status"
                  + " attempts worker slot startedAt endedAt epoch bestTestAccuracy bestEpoch"
                  + " trainLoss trainAccuracy testLoss testAccuracy minTrainLoss maxTrainLoss"
                  + " minTrainAccuracy maxTrainAccuracy minTestLoss maxTestLoss minTestAccuracy"
                  + " maxTestAccuracy seconds parameters multiplyAdds imageSize")
              .split(" "));
  private static final int PART = 5_000;
  private static final int QUESTIONS = 20;
  private static final int PASTS = 12;
  private static final long NEARBY = 400;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final int trials;
  private final int epochs;
  private final Path scratch;
  private final Report report;
  private long read;

  BoardCost(Settings settings, Report report) {
    this.trials = settings.boardTrials();
    this.epochs = settings.boardEpochs();
    this.scratch = settings.scratch();
    this.report = report;
  }

  void measure() {
    Path log = scratch.resolve("board.log");
    Path folder = scratch.resolve("board");
    long records = BoardLog.write(log, trials, epochs);
    report.part(
        "Board",
        "%,d trials of %d epochs each: %,d events, %.0f bytes each in the log."
            .formatted(trials, epochs, records, (double) size(log) / records));
    report.columns("what", "target", "seen");
    long begin = System.nanoTime();
    long busy = processor();
    try (H2Board board = H2Board.open(folder)) {
      build(board, log);
      double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
      double worked = (processor() - busy) / NANOS_PER_SECOND;
      report.row("building it", "", "%.1f s".formatted(seconds));
      report.row(
          "the same, for 1,000,000 events, and the time of a processor in it",
          "under 30 s",
          "%.1f s, %.1f s".formatted(1e6 * seconds / records, 1e6 * worked / records));
      lists(board.board());
    }
    report.row(
        "its file, per event",
        "under 1,024 bytes",
        "%.0f".formatted((double) size(folder) / records));
    begin = System.nanoTime();
    try (H2Board board = H2Board.open(folder)) {
      report.row(
          "opening it", "", "%.1f s".formatted((System.nanoTime() - begin) / NANOS_PER_SECOND));
      pasts(board.board());
    }
  }

  private void build(H2Board board, Path log) {
    Projection projection = new Projection(board);
    BoardLog.read(
        log,
        PART,
        records -> {
          List<Projection.Entry> entries = new ArrayList<>();
          records.forEach(record -> entries.add(new Projection.Entry(read++, record)));
          Position from = board.board().position();
          for (Batch batch : projection.take(from, entries)) {
            from = from.after(batch);
          }
        });
    if (board.board().position().totals().refused() > 0) {
      throw new IllegalStateException("facts were refused: the log is not as a scheduler's");
    }
  }

  private void lists(Board board) {
    report.row(
        "a page sorted by any of %d columns, p95".formatted(COLUMNS.size()),
        "under 100 ms",
        worst(COLUMNS.stream().map(column -> (Runnable) () -> page(board, Map.of(), column))));
    report.row(
        "a page of what a filter leaves, p95",
        "under 100 ms",
        worst(
            Stream.of(
                    "accuracy > 0.8",
                    "model ~ res and accuracy > 0.7 or seed = 3",
                    "status = FAILED")
                .map(filter -> (Runnable) () -> page(board, Map.of("filter", filter), "seconds"))));
    report.row(
        "all trials in groups, p95",
        "under 100 ms",
        worst(
            Stream.of(List.of("model"), List.of("experiment", "model"), List.of("seed"))
                .map(by -> (Runnable) () -> group(board, by))));
  }

  private static void page(Board board, Map<String, String> filters, String sort) {
    board.trials(
        new ListQuery(
            filters, List.of(new ListQuery.SortBy(sort, true)), ListQuery.DEFAULT_LIMIT, 0));
  }

  private static void group(Board board, List<String> by) {
    List<TrialRow> rows = board.allTrials(new ListQuery(Map.of(), List.of(), 1, 0)).rows();
    TrialGroup.of(rows, by, board.tags());
  }

  /** Of each question the 95th of a hundred, and of these the slowest. */
  private static String worst(Stream<Runnable> questions) {
    double worst = questions.mapToDouble(question -> quantile(question, 0.95)).max().orElse(0);
    return "%.0f ms".formatted(worst);
  }

  private static double quantile(Runnable question, double share) {
    double[] millis = new double[QUESTIONS];
    for (int i = -5; i < QUESTIONS; i++) {
      double took = millis(question);
      if (i >= 0) {
        millis[i] = took;
      }
    }
    Arrays.sort(millis);
    return millis[(int) (share * (QUESTIONS - 1))];
  }

  // why: a machine busy with other things tells little by the clock
  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double millis(Runnable question) {
    long begin = System.nanoTime();
    question.run();
    return (System.nanoTime() - begin) / NANOS_PER_MILLI;
  }

  private void pasts(Board board) {
    long end = board.position().offset();
    Random chance = new Random(17);
    double[] first = new double[PASTS];
    double[] busy = new double[PASTS];
    double[] near = new double[PASTS];
    double cold = millis(() -> leaderboard(board, end / 2));
    for (int i = 0; i < PASTS; i++) {
      long offset = (long) (chance.nextDouble() * (end - NEARBY));
      long before = processor();
      first[i] = millis(() -> leaderboard(board, offset));
      busy[i] = (processor() - before) / NANOS_PER_MILLI;
      near[i] = millis(() -> leaderboard(board, offset + NEARBY));
    }
    report.row("the first page as of an offset, after the start", "", "%.0f ms".formatted(cold));
    report.row("as of any other offset, median and slowest", "under 300 ms", told(first));
    report.row("time of a processor in it", "", told(busy));
    report.row("as of one nearby, median and slowest", "under 300 ms", told(near));
    report.row(
        "a further page there",
        "under 100 ms",
        "%.0f ms".formatted(quantile(() -> leaderboard(board, end / 2), 0.95)));
  }

  private static String told(double[] millis) {
    Arrays.sort(millis);
    return "%.0f and %.0f ms".formatted(millis[millis.length / 2], millis[millis.length - 1]);
  }

  private static void leaderboard(Board board, long offset) {
    page(board.asOf(offset), Map.of(), "bestTestAccuracy");
  }

  private static long size(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      long sum = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        sum += Files.size(file);
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
