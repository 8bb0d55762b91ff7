package podium.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import podium.benchmarks.page.Chromium;
import podium.benchmarks.page.Chromium.Visit;
import podium.benchmarks.page.Listener;
import podium.benchmarks.page.LiveBoard;
import podium.benchmarks.page.Mlflow;
import podium.protocol.codec.EventCodec;
import podium.protocol.event.Event;

/** What people wait for in a browser: a table, MLflow's of the same trials, and what is new. */
final class PageCost {
  private static final List<Integer> TRIALS = List.of(30, 10_000);
  private static final int EPOCHS = 10;
  private static final String ROW = ".tabulator-row";
  private static final String ROW_OF_MLFLOW = ".ag-row[row-index=\"0\"]";

  /** A value that hardly two trials share. */
  private static final String SORT = "seconds";

  private static final Pattern TRIAL = Pattern.compile("\"trial\":\"([^\"]+)\"");
  private static final int RUNNING = 100;
  private static final int MANY_EPOCHS = 2_000;
  private static final int HEARD = 300;
  private static final long BETWEEN_NANOS = 50_000_000;
  private static final int RATE = 1_000;
  private static final int RUSH_SECONDS = 20;
  private static final int CLICKS_EVERY = 2 * RATE;
  private static final double KIB = 1024;
  private static final double NANOS = 1e9;

  private final Settings settings;
  private final Report report;

  PageCost(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    Optional<Path> installed = Chromium.installed();
    if (installed.isEmpty()) {
      report.line("Pages are not measured: no Chromium is here; PODIUM_CHROMIUM may name one.");
      return;
    }
    try (Chromium chromium = Chromium.start(installed.get())) {
      report.part(
          "Pages",
          ("Chromium %s without a window, 1440 x 900, each visit in a profile that has kept"
               + " nothing; medians of %d visits in turns, after one each. Podium: broker"
               + " (embedded) and dashboard, trials of %d epochs. MLflow: its server with two"
               + " workers over SQLite, runs with the same names, parameters and last metrics."
               + " First paint: anything at all. Table: the first row is there; sorted: it is the"
               + " one with the lowest sum of seconds, by the address.")
              .formatted(chromium.version(), settings.rounds(), EPOCHS));
      report.columns("who", "trials", "first paint, ms", "table, ms", "sorted, ms", "KiB");
      TRIALS.forEach(trials -> visits(chromium, trials));
      listen(chromium);
    }
  }

  private void visits(Chromium chromium, int trials) {
    Path folder = settings.scratch().resolve("pages-" + trials);
    try (LiveBoard board = LiveBoard.start(folder)) {
      board.writeAll(new BoardLog(trials, EPOCHS));
      String first = trial(board, "");
      String lowest = trial(board, "&sort=" + SORT);
      Target plain = new Target(board.address(), ROW, first);
      Target sorted = new Target(board.address() + "/?sort=" + SORT, ROW, lowest);
      Map<String, Sides> all = new LinkedHashMap<>();
      all.put("Podium", new Sides(plain, sorted));
      if (settings.python().isEmpty()) {
        visits(chromium, trials, all);
        report.note("MLflow is not measured: give --python one that has it.");
        return;
      }
      Path csv = folder.resolve("trials.csv");
      write(csv, board.get("/api/leaderboard.csv"));
      try (Mlflow mlflow =
          Mlflow.start(
              settings.python().get(),
              Scripts.copy("mlflow_runs.py", settings.scratch()),
              csv,
              folder.resolve("mlflow"))) {
        all.put(
            "MLflow " + mlflow.version(),
            new Sides(
                // why: its table begins with the latest, and any of them says that it is there
                new Target(mlflow.runs(""), ROW_OF_MLFLOW, "bench"),
                new Target(mlflow.runs(SORT), ROW_OF_MLFLOW, lowest)));
        visits(chromium, trials, all);
      }
    }
  }

  /** What is opened, and what shows that it is there. */
  private record Target(String address, String selector, String text) {
    Visit by(Chromium chromium) {
      return chromium.visit(address, selector, text);
    }
  }

  private record Sides(Target plain, Target sorted) {}

  private void visits(Chromium chromium, int trials, Map<String, Sides> all) {
    Map<String, List<Visit>> plain = new LinkedHashMap<>();
    Map<String, List<Visit>> sorted = new LinkedHashMap<>();
    for (int round = 0; round <= settings.rounds(); round++) {
      boolean counts = round > 0;
      all.forEach(
          (who, sides) -> {
            Visit first = sides.plain.by(chromium);
            Visit second = sides.sorted.by(chromium);
            if (counts) {
              plain.computeIfAbsent(who, it -> new ArrayList<>()).add(first);
              sorted.computeIfAbsent(who, it -> new ArrayList<>()).add(second);
            }
          });
    }
    plain.forEach(
        (who, visits) ->
            report.row(
                who,
                "%,d".formatted(trials),
                median(visits, Visit::paint),
                median(visits, Visit::shown),
                median(sorted.getOrDefault(who, List.of()), Visit::shown),
                median(visits, visit -> visit.bytes() / KIB)));
  }

  private static String median(List<Visit> visits, ToDoubleFunction<Visit> value) {
    return "%,.0f".formatted(Samples.of(visits.stream().mapToDouble(value)).median());
  }

  private static String trial(LiveBoard board, String more) {
    Matcher found = TRIAL.matcher(board.get("/api/leaderboard?limit=1" + more));
    if (!found.find()) {
      throw new IllegalStateException("the leaderboard has no trial");
    }
    return found.group(1);
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An epoch that was written to the log, and when. */
  private record Sent(String trial, int epoch, long millis) {}

  private void listen(Chromium chromium) {
    report.notes();
    report.line(
        ("%nThe leaderboard while %d trials run: %d events one by one, 50 ms apart, and then %,d a"
                + " second for %d s with a click every two. From when an epoch is handed to Kafka's"
                + " client to when the row of its trial shows it, by one clock; rows that are not"
                + " drawn do not count. Busy: what tasks every 20 ms had to wait for the page.")
            .formatted(RUNNING, HEARD, RATE, RUSH_SECONDS));
    report.columns("what", "target", "seen");
    try (LiveBoard board = LiveBoard.start(settings.scratch().resolve("pages-live"))) {
      BoardLog log = new BoardLog(RUNNING, MANY_EPOCHS);
      // why: each attempt has its start and two epochs
      for (int i = 0; i < 4 * RUNNING; i++) {
        board.write(log.next());
      }
      board.settle();
      try (Listener page = Listener.open(chromium, board.address())) {
        page.begin();
        oneByOne(board, log, page);
        page.begin();
        rush(board, log, page);
      }
    }
  }

  private void oneByOne(LiveBoard board, BoardLog log, Listener page) {
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < HEARD; i++) {
      sent(board, log).ifPresent(sent::add);
      LockSupport.parkNanos(BETWEEN_NANOS);
    }
    page.pass(2_000);
    late("an epoch to the page", "250 ms", sent, page);
  }

  private void rush(LiveBoard board, BoardLog log, Listener page) {
    List<Sent> sent = new ArrayList<>();
    long begin = System.nanoTime();
    for (int i = 0; i < RATE * RUSH_SECONDS; i++) {
      long due = begin + (long) (i * NANOS / RATE);
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      sent(board, log).ifPresent(sent::add);
      if (i % CLICKS_EVERY == RATE) {
        page.click();
      }
    }
    double seconds = (System.nanoTime() - begin) / NANOS;
    double behind = board.settle();
    page.pass(2_000);
    report.row("events a second", "1,000", "%,.0f".formatted(RATE * RUSH_SECONDS / seconds));
    report.row("the board behind at the end", "", "%.2f s".formatted(behind));
    late("an epoch to the page meanwhile", "", sent, page);
    Samples busy = Samples.of(page.busy());
    report.row(
        "busy meanwhile, p95 and most",
        "",
        "%.0f and %.0f ms".formatted(busy.quantile(0.95), busy.most()));
    double slowest = page.inputs().max().orElse(0);
    report.row("the slowest click, to its picture", "200 ms", "%.0f ms".formatted(slowest));
  }

  private static Optional<Sent> sent(LiveBoard board, BoardLog log) {
    byte[] record = log.next();
    Optional<Sent> sent =
        EventCodec.decodeEntry(record).event() instanceof Event.EpochCompleted epoch
            ? Optional.of(
                new Sent(epoch.trial().value(), epoch.result().epoch(), System.currentTimeMillis()))
            : Optional.empty();
    board.write(record);
    return sent;
  }

  private void late(String what, String target, List<Sent> sent, Listener page) {
    List<String> drawn = page.trials();
    Listener.Seen seen = page.seen();
    List<Double> late = new ArrayList<>();
    int missed = 0;
    for (Sent one : sent) {
      if (drawn.contains(one.trial())) {
        Optional<Long> at = seen.of(one.trial(), one.epoch());
        at.ifPresent(time -> late.add((double) (time - one.millis())));
        missed += at.isEmpty() ? 1 : 0;
      }
    }
    Samples all = Samples.of(late.stream().mapToDouble(Double::doubleValue));
    report.row(
        what + ", median, p95 and most",
        target,
        "%.0f, %.0f and %.0f ms of %d; %d never"
            .formatted(all.median(), all.quantile(0.95), all.most(), all.count(), missed));
  }
}
