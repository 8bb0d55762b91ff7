package podium.cli.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Progress;

/** The state of the whole system as tables. Thread-safe. */
public final class StatusTables {
  private static final int MOST_QUEUED = 20;
  private static final int MOST_ENDED = 20;

  private StatusTables() {}

  /** Experiments, running and last ended trials, the queue, and workers. */
  public static List<String> lines(LogView view) {
    return lines(view, List.of());
  }

  /**
   * The same with what running trials wait for.
   *
   * @param progress words of it, in the order in which they were said
   */
  public static List<String> lines(LogView view, List<Progress> progress) {
    return lines(view, view.visible(), progress);
  }

  /** The same of some experiments. */
  public static List<String> lines(
      LogView view, List<ExperimentRow> experiments, List<Progress> progress) {
    Map<TrialId, Progress> latest = latest(progress);
    List<String> lines = new ArrayList<>();
    section(lines, "Experiments", experiments(view, experiments), experiments.size());
    new ExpectedWords(view.expected()).calibration().ifPresent(lines::add);
    int archived = view.experiments().size() - experiments.size();
    if (archived > 0) {
      lines.add("%d more are archived; ./podium status --all lists them, too".formatted(archived));
    }
    List<TrialRow> shown = shown(view, experiments);
    section(lines, "Trials", trials(view, shown, latest), shown.size());
    List<TrialRow> queue = view.queue();
    section(lines, "Queue", queue(view, row -> true, MOST_QUEUED), queue.size());
    if (queue.size() > MOST_QUEUED) {
      lines.add("... and %d more".formatted(queue.size() - MOST_QUEUED));
    }
    section(lines, "Workers", workers(view), view.workers().size());
    return lines;
  }

  /** Some trials with all that is to be said of each, and whatever waits before those that wait. */
  public static List<String> of(LogView view, List<TrialRow> trials, List<Progress> progress) {
    List<String> lines = new ArrayList<>();
    section(lines, "Trials", trials(view, trials, latest(progress)), trials.size());
    Set<TrialId> ids = trials.stream().map(TrialRow::trial).collect(Collectors.toSet());
    List<TrialRow> queue = view.queue();
    Predicate<TrialRow> among = row -> ids.contains(row.trial());
    section(
        lines,
        "Queue, of " + queue.size() + " in all",
        queue(view, among, queue.size()),
        (int) queue.stream().filter(among).count());
    return lines;
  }

  private static Map<TrialId, Progress> latest(List<Progress> progress) {
    Map<TrialId, Progress> latest = new HashMap<>();
    progress.forEach(word -> latest.put(word.trial(), word));
    return latest;
  }

  /** The data sets that workers offer, with who offers them. */
  public static List<String> datasets(LogView view) {
    List<OfferedData> offered = OfferedData.of(view);
    Table table = new Table("data set", ">pixels", "workers");
    offered.forEach(
        it ->
            table.row(
                it.name(),
                it.imageSize() == 0 ? "" : it.imageSize(),
                String.join(", ", it.workers())));
    List<String> lines = new ArrayList<>();
    section(lines, "Data sets", table, offered.size());
    return lines;
  }

  private static void section(List<String> lines, String title, Table table, int rows) {
    if (!lines.isEmpty()) {
      lines.add("");
    }
    lines.add("%s (%d)".formatted(title, rows));
    if (rows > 0) {
      lines.addAll(table.lines());
    }
  }

  private static Table experiments(LogView view, List<ExperimentRow> experiments) {
    Table table =
        new Table(
            "experiment",
            "dataset",
            ">trials",
            ">queued",
            ">running",
            ">paused",
            ">succeeded",
            ">failed",
            ">cancelled",
            ">stopped",
            ">best test",
            "ends");
    for (ExperimentRow row : experiments) {
      List<TrialRow> trials = view.trialsOf(row.experiment());
      table.row(
          row.experiment(),
          row.spec().dataset(),
          trials.size(),
          count(trials, TrialStatus.QUEUED),
          count(trials, TrialStatus.RUNNING),
          count(trials, TrialStatus.PAUSED),
          count(trials, TrialStatus.SUCCEEDED),
          count(trials, TrialStatus.FAILED),
          count(trials, TrialStatus.CANCELLED),
          count(trials, TrialStatus.STOPPED),
          Words.percent(
              trials.stream()
                  .flatMap(trial -> trial.bestTestAccuracy().stream())
                  .max(Double::compare)),
          new ExpectedWords(view.expected()).ends(row.experiment()));
    }
    return table;
  }

  private static long count(List<TrialRow> trials, TrialStatus status) {
    return trials.stream().filter(row -> row.status() == status).count();
  }

  private static List<TrialRow> shown(LogView view, List<ExperimentRow> experiments) {
    Set<ExperimentId> ids =
        experiments.stream().map(ExperimentRow::experiment).collect(Collectors.toSet());
    List<TrialRow> all =
        view.trials().stream().filter(row -> ids.contains(row.experiment())).toList();
    List<TrialRow> ended = all.stream().filter(row -> row.status().ended()).toList();
    return Stream.concat(
            all.stream().filter(StatusTables::underway),
            ended.stream().skip(Math.max(0, ended.size() - MOST_ENDED)))
        .toList();
  }

  private static boolean underway(TrialRow row) {
    return row.status() == TrialStatus.RUNNING || row.status() == TrialStatus.PAUSED;
  }

  private static String waits(TrialRow row, Map<TrialId, Progress> latest) {
    return Optional.ofNullable(latest.get(row.trial()))
        .filter(word -> row.status() == TrialStatus.RUNNING && word.attempt() == row.attempts())
        .filter(Progress::waits)
        .map(Progress::doing)
        .orElseGet(() -> why(row));
  }

  private static Table trials(LogView view, List<TrialRow> shown, Map<TrialId, Progress> latest) {
    Table table =
        new Table(
            "trial",
            "model",
            "status",
            ">epoch",
            ">attempts",
            ">best test",
            ">seconds",
            "slot",
            "ends",
            "why");
    for (TrialRow row : shown) {
      table.row(
          row.trial(),
          row.spec().model(),
          row.status(),
          row.epoch() + "/" + row.epochs(),
          row.attempts(),
          Words.percent(row.bestTestAccuracy()),
          Words.decimal(row.seconds()),
          row.place(),
          row.status() == TrialStatus.RUNNING
              ? new ExpectedWords(view.expected()).ends(row.trial())
              : "",
          waits(row, latest));
    }
    return table;
  }

  private static String why(TrialRow row) {
    String reason = row.reason().lines().findFirst().orElse("");
    return row.otherData().isEmpty() ? reason : row.otherData() + "; " + reason;
  }

  /** Those of the first so many that are asked for, each at its place. */
  private static Table queue(LogView view, Predicate<TrialRow> which, int most) {
    List<TrialRow> queue = view.queue();
    Table table =
        new Table(">place", "trial", "model", ">attempts", "starts", "ends", "waits", "why");
    for (int i = 0; i < Math.min(queue.size(), most); i++) {
      TrialRow row = queue.get(i);
      if (which.test(row)) {
        table.row(
            i + 1,
            row.trial(),
            row.spec().model(),
            row.attempts(),
            new ExpectedWords(view.expected()).starts(row.trial()),
            new ExpectedWords(view.expected()).ends(row.trial()),
            view.waitsFor(row.trial()),
            why(row));
      }
    }
    return table;
  }

  private static Table workers(LogView view) {
    Table table = new Table("worker", "host", "health", "slots");
    for (WorkerRow row : view.workers()) {
      table.row(
          row.worker(),
          row.host(),
          row.health(),
          String.join(
              " ",
              row.slots().stream()
                  .map(
                      slot ->
                          slot.name()
                              + (row.drained(slot)
                                  ? " (drained)"
                                  : Optional.ofNullable(row.resting().get(slot.name()))
                                      .map(" (left out: %s)"::formatted)
                                      .orElse("")))
                  .toList()));
    }
    return table;
  }
}
